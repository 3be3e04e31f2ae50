import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Texts } from '../text/texts.js';
import { sayingsOf, type Validated } from '../validation/validator.js';
import type { GuardianClient } from './guardian-client.js';

/**
 * A tool: how it is announced, and what it does. Models choose tools by their descriptions, which are English; what a tool
 * answers is read out to a person, so the text of a reply is in that person's language and its structured form in none.
 */
export interface GuardianTool {
  readonly definition: Tool & Required<Pick<Tool, 'title' | 'description' | 'outputSchema' | 'annotations'>>;
  /** Rejects with an error whose message is fit to be shown. Arguments were not checked. */
  readonly call: (client: GuardianClient, args: unknown, texts: Texts) => Promise<CallToolResult>;
}

/** Looking changes nothing, and what is looked at changes by itself; nothing outside of this machine is asked. */
export const readOnly = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

/** A successful reply: the structured form, and the same in short for whoever reads only text. */
export function reply(structuredContent: object, text: string): CallToolResult {
  return { structuredContent: { ...structuredContent }, content: [{ type: 'text', text: readable(text) }] };
}

/**
 * Arguments that were validated whole (law 7).
 *
 * @throws GuardianError `mcp.invalid_input` with every problem.
 */
export function accepted<T>(checked: Validated<T>): T {
  if (checked.ok) return checked.value;
  throw new GuardianError({ code: 'mcp.invalid_input', args: { problems: sayingsOf(checked.problems) } });
}

/** Without control and format characters, but with line ends: names of hosts are chosen by strangers. */
export function readable(text: string): string {
  return text.replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, '?');
}

/** A text of at most so many characters. */
export function clipped(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
