import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Texts } from '../text/texts.js';
import type { GuardianClient } from './guardian-client.js';
import type { GuardianPrompt } from './prompt.js';
import { createMcpServer } from './server.js';

/**
 * Serves MCP on standard input and output until the client closes either. Nothing else in the process may write to
 * standard output.
 */
export async function serveMcp(
  client: GuardianClient,
  texts: Texts,
  prompts: readonly GuardianPrompt[] = [],
): Promise<void> {
  // Heard before the transport reads, so that an input that is empty is not waited for.
  // A file or device, such as /dev/null, ends and is never closed.
  const ended = new Promise<void>((resolve) => process.stdin.once('close', resolve).once('end', resolve));
  process.stdout.once('error', () => process.stdin.destroy());
  await createMcpServer(client, texts, prompts).connect(new StdioServerTransport());
  await ended;
}
