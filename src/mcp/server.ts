import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
} from '@modelcontextprotocol/sdk/types.js';
import { ControlError } from '../sidecar/control/client.js';
import { version } from '../sidecar/version.generated.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Texts } from '../text/texts.js';
import type { GuardianClient } from './guardian-client.js';
import type { GuardianPrompt } from './prompt.js';
import { bytesOf, MAX_REPLY_BYTES } from './reply-size.js';
import { clipped, readable, type GuardianTool } from './tool.js';
import { guardianTools, tools } from './tools.js';

const INSTRUCTIONS = [
  'The NanoClaw Traffic Guardian watches what agents on this machine send and receive, and never blocks.',
  'Start with clawsec_traffic_status; list what was found with clawsec_traffic_findings.',
].join(' ');

/** Longest error text, in characters: problems quote the names of unknown keys. */
const MAX_ERROR = 4_000;

/**
 * An MCP server with the Guardian's tools; it holds nothing but the way to ask.
 *
 * @param texts The language of whoever the answers are read out to.
 */
// The high-level server wants zod schemas; ours are JSON Schemas that the sidecar checks with too.
// eslint-disable-next-line @typescript-eslint/no-deprecated
export function createMcpServer(client: GuardianClient, texts: Texts, prompts: readonly GuardianPrompt[] = []): Server {
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const server = new Server(
    { name: 'nanoclaw-traffic-guardian', title: 'NanoClaw Traffic Guardian', version },
    { capabilities: { tools: {}, ...(prompts.length > 0 && { prompts: {} }) }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...tools] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = guardianTools.find(({ definition }) => definition.name === params.name);
    if (tool === undefined) {
      const known = tools.map(({ name }) => name).join(', ');
      throw new McpError(ErrorCode.InvalidParams, `There is no such tool. Known are: ${known}.`);
    }
    return callTool(tool, client, params.arguments ?? {}, texts);
  });
  if (prompts.length > 0) offerPrompts(server, prompts, texts);
  return server;
}

// eslint-disable-next-line @typescript-eslint/no-deprecated
function offerPrompts(server: Server, prompts: readonly GuardianPrompt[], texts: Texts): void {
  const definitions = prompts.map(({ definition }) => definition);
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: definitions }));
  server.setRequestHandler(GetPromptRequestSchema, async ({ params }) => {
    const prompt = prompts.find(({ definition }) => definition.name === params.name);
    if (prompt === undefined) {
      const known = definitions.map(({ name }) => name).join(', ');
      throw new McpError(ErrorCode.InvalidParams, `There is no such prompt. Known are: ${known}.`);
    }
    try {
      return await prompt.get(params.arguments ?? {});
    } catch (error) {
      const { code, message } = shownError(error, texts);
      throw new McpError(ErrorCode.InvalidParams, readable(`${clipped(message, MAX_ERROR)} Code: ${code}`));
    }
  });
}

/** Errors are results that a model can read and act on, not protocol errors. */
async function callTool(
  tool: GuardianTool,
  client: GuardianClient,
  args: unknown,
  texts: Texts,
): Promise<CallToolResult> {
  try {
    const result = await tool.call(client, args, texts);
    if (bytesOf(result) <= MAX_REPLY_BYTES) return result;
    throw new GuardianError({ code: 'mcp.too_large', args: { limit: MAX_REPLY_BYTES } });
  } catch (error) {
    const { code, message } = shownError(error, texts);
    const text = `${clipped(message, MAX_ERROR)}\nCode: ${clipped(code, 100)}`;
    return { isError: true, content: [{ type: 'text', text: readable(text) }] };
  }
}

/** Errors with a code are fit to be shown; of any other nothing is said. */
function shownError(error: unknown, texts: Texts): { readonly code: string; readonly message: string } {
  const shown =
    error instanceof GuardianError || error instanceof ControlError
      ? error
      : new GuardianError({ code: 'mcp.internal', args: {} });
  return { code: shown.code, message: shown.in(texts) };
}
