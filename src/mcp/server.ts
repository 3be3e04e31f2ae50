import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  ListPromptsRequestSchema,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type GetPromptResult,
} from '@modelcontextprotocol/sdk/types.js';
import { ControlError } from '../sidecar/control/client.js';
import { version } from '../sidecar/version.generated.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Texts } from '../text/texts.js';
import { isRecord } from '../validation/record.js';
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
  if (prompts.length > 0) {
    server.setRequestHandler(ListPromptsRequestSchema, () => ({
      prompts: prompts.map(({ definition }) => definition),
    }));
  }
  // What has arguments is not left to the SDK's schemas: a client that says `null` for none would be answered with what
  // their library says about that, under the code of an internal error.
  server.fallbackRequestHandler = async ({ method, params }) => {
    const { name, arguments: args } = params ?? {};
    if (method === 'tools/call') return callTool(named(guardianTools, name, 'tool'), client, args ?? {}, texts);
    if (method === 'prompts/get' && prompts.length > 0)
      return getPrompt(named(prompts, name, 'prompt'), args ?? {}, texts);
    throw new McpError(ErrorCode.MethodNotFound, 'There is no such method.');
  };
  return server;
}

/** What is asked for by its name. @throws McpError that says which there are. */
function named<T extends { readonly definition: { readonly name: string } }>(
  known: readonly T[],
  name: unknown,
  kind: 'tool' | 'prompt',
): T {
  const found = known.find(({ definition }) => definition.name === name);
  if (found !== undefined) return found;
  const names = known.map(({ definition }) => definition.name).join(', ');
  throw new McpError(ErrorCode.InvalidParams, `There is no such ${kind}. Known are: ${names}.`);
}

async function getPrompt(prompt: GuardianPrompt, args: unknown, texts: Texts): Promise<GetPromptResult> {
  if (!isRecord(args) || !Object.values(args).every((value) => typeof value === 'string')) {
    throw new McpError(
      ErrorCode.InvalidParams,
      'The arguments of a prompt are an object of texts. Leave out what is none.',
    );
  }
  try {
    return await prompt.get(Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)])));
  } catch (error) {
    const { code, message } = shownError(error, texts);
    throw new McpError(ErrorCode.InvalidParams, readable(`${clipped(message, MAX_ERROR)} Code: ${code}`));
  }
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
