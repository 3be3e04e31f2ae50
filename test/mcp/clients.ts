import { afterEach } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { GuardianClient } from '../../src/mcp/guardian-client.js';
import { createMcpServer } from '../../src/mcp/server.js';
import { englishTexts } from '../../src/text/texts.js';
import type { Home } from '../cli/support/homes.js';
import { environmentOf, MAIN } from '../cli/support/program.js';

const clients: Client[] = [];

/** The SDK's client on the real program, as any MCP client on the host starts it. */
export async function clientOf(home: Home): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [MAIN, 'mcp'],
    env: environmentOf(home),
    stderr: 'inherit',
  });
  clients.push(client);
  await client.connect(transport);
  return client;
}

/** The SDK's client on the server in this process, with somebody else in the sidecar's place. */
export async function clientOver(guardian: GuardianClient, texts = englishTexts): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  clients.push(client);
  await Promise.all([createMcpServer(guardian, texts).connect(far), client.connect(near)]);
  return client;
}

/** Calls a tool. */
export async function call(client: Client, name: string, args: Record<string, unknown> = {}): Promise<CallToolResult> {
  return (await client.callTool({ name, arguments: args })) as CallToolResult;
}

/** The text of a reply. */
export function textOf({ content }: CallToolResult): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
