import { TOOLS, type AgentWork, type Turn } from './agent-work.js';

/** A model's interface: how a request looks, and how an answer is streamed. */
export interface ModelShape {
  readonly path: string;
  /** The request that comes after the first `turns` turns: the whole conversation so far, as agents send it each time. */
  request(work: AgentWork, turns: number, stream: boolean): string;
  /** The next turn in one piece. */
  reply(turn: Turn): string;
  /** The next turn as server-sent events, a few characters in each. */
  events(turn: Turn): string;
}

const SYSTEM =
  'You are a careful engineer who works in a sandbox. Read before you change; run the tests afterwards; keep to the ' +
  'style of the project. Never print secrets. Ask before you delete anything outside of the working folder.';
/** Characters of a delta. */
const PIECE = 6;

/** Anthropic's Messages interface. */
export const anthropic: ModelShape = {
  path: '/v1/messages',
  request: (work, turns, stream) =>
    JSON.stringify({
      model: 'claude-sonnet-4-5',
      max_tokens: 8_192,
      stream,
      system: [{ type: 'text', text: SYSTEM, cache_control: { type: 'ephemeral' } }],
      tools: TOOLS.map(([name, description, field]) => ({ name, description, input_schema: schemaOf(field) })),
      messages: [
        { role: 'user', content: work.task },
        ...work.turns.slice(0, turns).flatMap((turn) => [
          { role: 'assistant', content: blocksOf(turn) },
          {
            role: 'user',
            content: turn.calls.map(({ id }, i) => ({
              type: 'tool_result',
              tool_use_id: id,
              content: turn.results[i],
            })),
          },
        ]),
      ],
    }),
  reply: (turn) =>
    JSON.stringify({
      id: 'msg_01',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: blocksOf(turn),
      stop_reason: 'tool_use',
      usage: { input_tokens: 4_211, output_tokens: 350 },
    }),
  events: (turn) =>
    [
      { type: 'message_start', message: { id: 'msg_01', type: 'message', role: 'assistant', content: [] } },
      ...blockEvents(0, { type: 'text', text: '' }, 'text', turn.text),
      ...turn.calls.flatMap(({ id, tool, input }, i) =>
        blockEvents(i + 1, { type: 'tool_use', id, name: tool, input: {} }, 'input_json', JSON.stringify(input)),
      ),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 350 } },
      { type: 'message_stop' },
    ]
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join(''),
};

/** OpenAI's chat completions. */
export const openai: ModelShape = {
  path: '/v1/chat/completions',
  request: (work, turns, stream) =>
    JSON.stringify({
      model: 'gpt-5',
      stream,
      tools: TOOLS.map(([name, description, field]) => ({
        type: 'function',
        function: { name, description, parameters: schemaOf(field) },
      })),
      messages: [
        { role: 'system', content: SYSTEM },
        { role: 'user', content: work.task },
        ...work.turns
          .slice(0, turns)
          .flatMap((turn) => [
            messageOf(turn),
            ...turn.calls.map(({ id }, i) => ({ role: 'tool', tool_call_id: id, content: turn.results[i] })),
          ]),
      ],
    }),
  reply: (turn) =>
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      choices: [{ index: 0, message: messageOf(turn), finish_reason: 'tool_calls' }],
    }),
  events: (turn) =>
    [
      ...pieces(turn.text).map((content) => ({ content })),
      ...turn.calls.flatMap(({ id, tool, input }, index) => [
        { tool_calls: [{ index, id, type: 'function', function: { name: tool, arguments: '' } }] },
        ...pieces(JSON.stringify(input)).map((text) => ({ tool_calls: [{ index, function: { arguments: text } }] })),
      ]),
    ]
      .map((delta) => ({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ index: 0, delta }] }))
      .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
      .concat('data: [DONE]\n\n')
      .join(''),
};

function schemaOf(field: string): object {
  return { type: 'object', properties: { [field]: { type: 'string' } }, required: [field] };
}

function blocksOf({ text, calls }: Turn): object[] {
  return [{ type: 'text', text }, ...calls.map(({ id, tool, input }) => ({ type: 'tool_use', id, name: tool, input }))];
}

function messageOf({ text, calls }: Turn): object {
  const toolCalls = calls.map(({ id, tool, input }) => ({
    id,
    type: 'function',
    function: { name: tool, arguments: JSON.stringify(input) },
  }));
  return { role: 'assistant', content: text, tool_calls: toolCalls };
}

function blockEvents(index: number, block: object, kind: 'text' | 'input_json', text: string): { type: string }[] {
  const field = kind === 'text' ? 'text' : 'partial_json';
  return [
    { type: 'content_block_start', index, content_block: block },
    ...pieces(text).map((piece) => ({
      type: 'content_block_delta',
      index,
      delta: { type: `${kind}_delta`, [field]: piece },
    })),
    { type: 'content_block_stop', index },
  ] as { type: string }[];
}

function pieces(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / PIECE) }, (_, i) => text.slice(i * PIECE, (i + 1) * PIECE));
}
