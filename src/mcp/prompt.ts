import type { GetPromptResult, Prompt } from '@modelcontextprotocol/sdk/types.js';

/** A prompt: how it is announced, and what it says. Offered on the host alone. */
export interface GuardianPrompt {
  readonly definition: Prompt & Required<Pick<Prompt, 'title' | 'description' | 'arguments'>>;
  /** Rejects with GuardianError when the arguments are not valid. */
  readonly get: (args: Readonly<Record<string, string>>) => Promise<GetPromptResult>;
}
