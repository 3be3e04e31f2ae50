import type { ServerResponse } from 'node:http';
import type { Seen } from './gateway-stub.js';

/** What the model does at its turn: uses a tool, or ends with a text. */
export type Turn =
  { readonly tool: string; readonly input: object } | { readonly text: (asked: ModelRequest) => string };

export interface ModelRequest {
  readonly system?: unknown;
  readonly stream?: boolean;
  readonly tools?: readonly { readonly name: string }[];
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

/**
 * A model that plays a script, in the streaming form of the Anthropic messages API. Its turn is told from the number of
 * tool results that it was sent since the person last spoke, so that retries get the same answer.
 */
export class ModelStub {
  /** What happens when somebody asks, by a word in what they say. */
  readonly scripts = new Map<string, readonly Turn[]>();
  readonly requests: ModelRequest[] = [];

  readonly answer = ({ host, path, body }: Seen, response: ServerResponse): void => {
    if (!host.startsWith('api.anthropic.com') || !path.startsWith('/v1/messages')) {
      response.writeHead(host.endsWith('.example') ? 200 : 404, { 'content-type': 'text/plain' }).end('ok');
      return;
    }
    if (path.includes('count_tokens')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"input_tokens":1}');
      return;
    }
    const asked = JSON.parse(body) as ModelRequest;
    this.requests.push(asked);
    const block = this.#block(asked);
    if (asked.stream === true) stream(response, block);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(message([block])));
  };

  #block(asked: ModelRequest): Block {
    // Side questions, such as for a title, come without tools.
    if ((asked.tools ?? []).length === 0) return { type: 'text', text: 'ok' };
    const said = asked.messages.map(({ role, content }) => ({ role, text: JSON.stringify(content) }));
    const last = said.findLastIndex(({ text }) => [...this.scripts.keys()].some((word) => text.includes(word)));
    const script = [...this.scripts].find(([word]) => said[last]?.text.includes(word))?.[1] ?? [];
    const turn = script[said.slice(last + 1).filter(({ text }) => text.includes('tool_result')).length];
    if (turn === undefined) return { type: 'text', text: '<internal>done</internal>' };
    if ('text' in turn) return { type: 'text', text: turn.text(asked) };
    return { type: 'tool_use', id: `toolu_${Date.now()}`, name: turn.tool, input: turn.input };
  }
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

function message(content: readonly Block[]): object {
  const stop_reason = content[0]?.type === 'tool_use' ? 'tool_use' : 'end_turn';
  return {
    id: `msg_${Date.now()}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-e2e',
    content,
    stop_reason,
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  };
}

function stream(response: ServerResponse, block: Block): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (type: string, data: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  };
  send('message_start', { message: { ...message([]), stop_reason: null } });
  const start = block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
  send('content_block_start', { index: 0, content_block: start });
  const delta =
    block.type === 'text'
      ? { type: 'text_delta', text: block.text }
      : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) };
  send('content_block_delta', { index: 0, delta });
  send('content_block_stop', { index: 0 });
  send('message_delta', {
    delta: { stop_reason: block.type === 'text' ? 'end_turn' : 'tool_use', stop_sequence: null },
    usage: { output_tokens: 1 },
  });
  send('message_stop', {});
  response.end();
}
