import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';

/**
 * Lets a test suite that speaks MCP over HTTP talk to a server that speaks it on standard input and output: each session
 * has a process of its own, and messages pass unchanged. Prints its URL; what follows on the command line is the server.
 *
 *     node build/test/mcp/conformance/http-bridge.js node build/src/cli/main.js mcp
 */
const [command = '', ...args] = process.argv.slice(2);
const sessions = new Map<string, StreamableHTTPServerTransport>();

const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
});

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = request.method === 'POST' ? await jsonOf(request) : undefined;
  const known = sessions.get(String(request.headers['mcp-session-id']));
  if (known === undefined && !isInitializeRequest(body)) {
    response.writeHead(400).end('no session');
    return;
  }
  await (known ?? (await newSession())).handleRequest(request, response, body);
}

async function newSession(): Promise<StreamableHTTPServerTransport> {
  const near = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, near),
    enableDnsRebindingProtection: true,
    allowedHosts: [`127.0.0.1:${(server.address() as AddressInfo).port}`],
  });
  const far = new StdioClientTransport({ command, args, stderr: 'inherit' });
  pass(near, far);
  pass(far, near);
  near.onclose = () => void far.close();
  await far.start();
  await near.start();
  return near;
}

function pass(from: Transport, to: Transport): void {
  from.onmessage = (message) => void to.send(message).catch(() => undefined);
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}
