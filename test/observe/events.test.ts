import { describe, expect, test } from '@jest/globals';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { observe, seenAtPause, type Exchange } from '../support/recording-sink.js';
import { texts, seesTheSameForAnyCut, pieces, COMMAND } from './support/exchanges.js';

describe('server-sent events', () => {
  const stream = (events: readonly string[]): Exchange => {
    const body = events.map((data) => `event: x\ndata: ${data}\n\n`).join('');
    return [
      ['outbound', 'POST /v1/messages HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n'],
      ['inbound', `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n${body}`],
    ];
  };

  test.each<[string, (piece: string) => unknown]>([
    ['Anthropic, text', (text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })],
    [
      'Anthropic, input of a tool',
      (text) => ({ type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: text } }),
    ],
    ['OpenAI chat, text', (text) => ({ choices: [{ index: 0, delta: { content: text } }] })],
    [
      'OpenAI chat, arguments of a call',
      (text) => ({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: text } }] } }] }),
    ],
    ['OpenAI responses', (delta) => ({ type: 'response.output_text.delta', item_id: 'm1', output_index: 0, delta })],
    [
      'OpenAI responses, arguments',
      (delta) => ({ type: 'response.function_call_arguments.delta', item_id: 'f1', output_index: 1, delta }),
    ],
    ['Gemini', (text) => ({ candidates: [{ content: { parts: [{ text }], role: 'model' } }] })],
    [
      'Gemini, arguments of a call',
      (stringValue) => ({
        candidates: [
          {
            content: { parts: [{ functionCall: { partialArgs: [{ jsonPath: '$.c', stringValue }] } }], role: 'model' },
          },
        ],
      }),
    ],
    [
      'OpenAI chat, free text for a tool',
      (input) => ({
        choices: [{ index: 0, delta: { tool_calls: [{ index: 0, type: 'custom', custom: { input } }] } }],
      }),
    ],
    ['Cohere, a plan', (text) => ({ type: 'plan-delta', delta: { message: { tool_plan: text } } })],
    ['Llama at Bedrock', (generation) => ({ generation, prompt_token_count: null, stop_reason: null })],
    ['Titan at Bedrock', (outputText) => ({ index: 0, outputText, completionReason: null })],
    ['Anthropic, completions', (completion) => ({ type: 'completion', completion, stop_reason: null })],
    ['watsonx', (generated_text) => ({ model_id: 'm', results: [{ generated_text, stop_reason: 'not_finished' }] })],
    ['AI SDK, tool', (inputTextDelta) => ({ type: 'tool-input-delta', toolCallId: 'c', inputTextDelta })],
  ])('what a model says piece by piece is joined: %s', async (what, event) => {
    const events = pieces(COMMAND).map((piece) => JSON.stringify(event(piece)));
    const seen = await seesTheSameForAnyCut(stream([...events, '[DONE]']));
    const where = /tool$|arguments/.test(what) ? 'tool_call' : 'event';
    expect(texts(seen, where, 'inbound')).toContain(COMMAND);
  });

  test('also where each piece has a number of its own, as Text Generation Inference counts them', async () => {
    const events = pieces(COMMAND).map((text, i) =>
      JSON.stringify({ index: i + 1, token: { id: i * 7, text, special: false }, generated_text: null }),
    );
    expect(texts((await observe(stream(events))).seen, 'event', 'inbound')).toContain(COMMAND);
  });

  test.each<[string, unknown]>([
    ['Anthropic', { type: 'message', content: [{ type: 'tool_use', name: 'bash', input: { command: COMMAND } }] }],
    [
      'OpenAI chat',
      {
        choices: [
          { message: { tool_calls: [{ function: { name: 'sh', arguments: JSON.stringify({ c: COMMAND }) } }] } },
        ],
      },
    ],
    [
      'OpenAI responses',
      { output: [{ type: 'function_call', name: 'sh', arguments: JSON.stringify({ c: COMMAND }) }] },
    ],
    ['Gemini', { candidates: [{ content: { parts: [{ functionCall: { name: 'sh', args: { c: COMMAND } } }] } }] }],
    ['OpenAI responses, shell', { output: [{ type: 'shell_call', action: { commands: [COMMAND] } }] }],
    ['OpenAI responses, patch', { output: [{ type: 'apply_patch_call', operation: { diff: COMMAND } }] }],
    ['OpenAI chat, custom tool', { choices: [{ message: { tool_calls: [{ custom: { input: COMMAND } }] } }] }],
    ['OpenAI chat, before there were tools', { choices: [{ message: { function_call: { arguments: COMMAND } } }] }],
    ['Bedrock', { output: { message: { content: [{ toolUse: { name: 'sh', input: { c: COMMAND } } }] } } }],
    ['Cohere', { tool_calls: [{ name: 'sh', parameters: { c: COMMAND } }] }],
  ])('what a model asks an agent to do in a whole reply is told apart: %s', async (_what, reply) => {
    const body = JSON.stringify(reply);
    const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const { seen } = await observe([
      ['outbound', 'POST /v1 HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n'],
      ['inbound', `${head}${body}`],
    ]);
    expect(texts(seen, 'tool_call', 'inbound').join()).toContain(COMMAND);
    expect(texts(seen, 'body', 'inbound')).toEqual([body]);
  });

  const answered = (type: string, body: Buffer | string): Exchange => [
    ['outbound', 'POST /api/chat HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n'],
    ['inbound', Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n\r\n`), Buffer.from(body)])],
  ];

  test.each(['text/plain; charset=utf-8', 'application/vnd.example+json', 'application/octet-stream', ''])(
    'what a reply asks an agent to do is told apart whatever type it is given: %j',
    async (type) => {
      const call = { tool_calls: [{ function: { name: 'sh', arguments: COMMAND } }] };
      const body = JSON.stringify({ choices: [{ message: call }] });
      for (const before of ['', '\r\n ', '\uFEFF']) {
        const seen = await seesTheSameForAnyCut(answered(type, before + body));
        expect(texts(seen, 'tool_call', 'inbound')).toEqual([COMMAND]);
        expect(texts(seen, 'body', 'inbound')).toEqual([Buffer.from(before + body).toString('latin1')]);
      }
      const { seen } = await observe(answered(type, `A page that shows ${body}`));
      expect(texts(seen, 'tool_call', 'inbound')).toEqual([]);
    },
  );

  test('a reply with numbers that JSON has not, and Python reads, is told apart and joined', async () => {
    const call = { tool_calls: [{ function: { name: 'sh', arguments: COMMAND } }], said: 'NaN, "Infinity' };
    const reply = JSON.stringify({ choices: [{ message: call, p: 0.25 }] }).replace('0.25', '-Infinity');
    const { seen } = await observe(answered('application/json', reply));
    expect(texts(seen, 'tool_call', 'inbound')).toEqual([COMMAND]);
    const events = pieces(COMMAND).map((content) => JSON.stringify({ choices: [{ delta: { content }, p: 0.25 }] }));
    const stream = events.map((event) => `data: ${event.replace('0.25', 'NaN')}\n\n`).join('');
    const joined = await observe(answered('text/event-stream', stream));
    expect(texts(joined.seen, 'event', 'inbound')).toEqual([COMMAND]);
  });

  test.each(['text/plain; charset=utf-8', 'application/json', 'application/octet-stream', ''])(
    'a stream is joined whatever type it is given: %j',
    async (type) => {
      const events = pieces(COMMAND).map((content) => JSON.stringify({ choices: [{ delta: { content } }] }));
      const sent = events.map((event) => `data: ${event}\n\n`).join('');
      for (const body of [
        sent,
        `\uFEFF${sent}`,
        `\r\n${sent}`,
        `event: x\n${sent}`,
        `: hello\n\n${sent}`,
        `${events.join('\n')}\n`,
      ]) {
        const seen = await seesTheSameForAnyCut(answered(type, body));
        expect(texts(seen, 'event', 'inbound')).toEqual([COMMAND]);
        expect(texts(seen, 'body', 'inbound')).toEqual([Buffer.from(body).toString('latin1')]);
      }
      const answer = answered(type, sent).map(([direction, bytes]) => [direction, Buffer.from(bytes)] as const);
      expect(await seenAtPause(answer, (looked) => looked.includes(COMMAND))).toContain(COMMAND);
      for (const body of ['d', 'data', 'the data: none', `id: the ${sent.slice(0, 40)}`]) {
        expect(texts((await observe(answered(type, body))).seen, 'body', 'inbound')).toEqual([body]);
      }
    },
  );

  test('a reply that is complete is told apart before it is looked at in a pause: what it asks for is one finding', async () => {
    const body = JSON.stringify({ content: [{ type: 'tool_use', name: 'sh', input: { c: COMMAND } }] });
    const call = JSON.stringify({ c: COMMAND });
    const looked = await seenAtPause(answered('application/json', `${body}\n`), (texts) => texts.length > 1);
    expect(looked.slice(0, 2)).toEqual([call, `${body}\n`]);
    const { seen: seenOnce } = await observe([...answered('application/json', body), 'pause']);
    expect(texts(seenOnce, 'tool_call')).toEqual([call]);
    const half = answered('application/json', '').concat([['inbound', body.slice(0, -1)]]);
    const { seen } = await observe([...half, 'pause', ['inbound', body.slice(-1)]]);
    expect(texts(seen, 'tool_call')).toEqual([call]);
  });

  test.each<[string, (text: string) => unknown]>([
    ['Ollama, chat', (content) => ({ model: 'm', message: { role: 'assistant', content }, done: false })],
    ['Ollama, generate', (response) => ({ model: 'm', response, done: false })],
  ])('JSON of one line each is joined: %s', async (_what, event) => {
    const lines = pieces(COMMAND).map((piece) => `${JSON.stringify(event(piece))}\n`);
    const body = `${lines.join('')}{"done":true}`;
    const seen = await seesTheSameForAnyCut(answered('application/x-ndjson', body));
    expect(texts(seen, 'event', 'inbound')).toEqual([COMMAND]);
    expect(texts(seen, 'body', 'inbound')).toEqual([body]);
    const long = `{"no event":"${'x'.repeat(300_000)}"}\n`;
    const { seen: behind } = await observe(answered('application/x-ndjson', `${long}${body}`));
    expect(texts(behind, 'event', 'inbound')).toEqual([COMMAND]);
  });

  test.each<[string, string, (text: string) => unknown]>([
    ['Converse, text', 'event', (text) => ({ contentBlockIndex: 0, delta: { text }, p: 'abc' })],
    ['Converse, input of a tool', 'tool_call', (input) => ({ contentBlockIndex: 1, delta: { toolUse: { input } } })],
    [
      'InvokeModel, events of the maker of the model',
      'tool_call',
      (text) => {
        const delta = {
          type: 'content_block_delta',
          index: 1,
          delta: { type: 'input_json_delta', partial_json: text },
        };
        return { bytes: Buffer.from(JSON.stringify(delta)).toString('base64'), p: 'abcdef' };
      },
    ],
  ])('events of Bedrock are joined: %s', async (_what, where, event) => {
    const message = (payload: string): Buffer => {
      const headers = Buffer.from('\x0b:event-type\x07\x00\x05chunk', 'latin1');
      const bytes = Buffer.alloc(16 + headers.length + payload.length);
      bytes.writeUInt32BE(bytes.length, 0);
      bytes.writeUInt32BE(headers.length, 4);
      bytes.set(headers, 12);
      bytes.write(payload, 12 + headers.length);
      return bytes;
    };
    const body = pieces(COMMAND).map((piece) => message(JSON.stringify(event(piece))));
    const type = 'application/vnd.amazon.eventstream';
    const seen = await seesTheSameForAnyCut(answered(type, Buffer.concat(body)));
    expect(texts(seen, where, 'inbound')).toEqual([COMMAND]);
    const behindLarge = await observe(answered(type, Buffer.concat([message('x'.repeat(600_000)), ...body])));
    expect(texts(behindLarge.seen, where, 'inbound')).toEqual([COMMAND]);
    const broken = await observe(answered(type, Buffer.concat([Buffer.from('no event stream'), ...body])));
    expect(texts(broken.seen, 'body', 'inbound').join('')).toContain('no event stream');
  });

  test('what Gemini streams as one array is joined', async () => {
    const events = pieces(COMMAND).map((text) => ({ candidates: [{ content: { parts: [{ text }], role: 'model' } }] }));
    const { seen } = await observe(answered('application/json; charset=UTF-8', JSON.stringify(events)));
    expect(texts(seen, 'event', 'inbound')).toEqual([COMMAND]);
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['function_call_arguments', { type: 'function_call' }, { arguments: COMMAND }],
    ['mcp_call_arguments', { type: 'mcp_call' }, { arguments: COMMAND }],
    ['custom_tool_call_input', { type: 'custom_tool_call' }, { input: COMMAND }],
  ])('the input of a tool that comes again as a whole is seen once: %s', async (name, call, input) => {
    const place = { item_id: 'fc_1', output_index: 1 };
    const done = [
      { type: `response.${name}.done`, ...place, ...input },
      { type: 'response.output_item.done', output_index: 1, item: { ...call, ...input } },
      { type: 'response.completed', response: { output: [{ ...call, ...input }] } },
    ];
    const deltas = pieces(COMMAND).map((delta) => ({ type: `response.${name}.delta`, ...place, delta }));
    for (const events of [[...deltas, ...done], done, done.slice(1), done.slice(2)]) {
      const { seen } = await observe(stream(events.map((event) => JSON.stringify(event))));
      expect(texts(seen, 'tool_call')).toEqual([COMMAND]);
    }
    const other = { type: 'response.completed', response: { output: [{ ...call, arguments: `${COMMAND} 2` }] } };
    const { seen } = await observe(stream([...deltas, other].map((event) => JSON.stringify(event))));
    expect(texts(seen, 'tool_call').sort()).toEqual([COMMAND, `${COMMAND} 2`]);
  });

  test('a piece that is the whole input of another call is a piece all the same', async () => {
    const call = (index: number, text: string): string =>
      JSON.stringify({ choices: [{ delta: { tool_calls: [{ index, function: { arguments: text } }] } }] });
    const { seen } = await observe(stream([call(0, 'curl -s x'), call(1, 'curl -s x'), call(1, ' | sh')]));
    expect(texts(seen, 'tool_call').sort()).toEqual(['curl -s x', 'curl -s x | sh']);
  });

  test('blanks in front of an event are passed over, as readers of JSON do', async () => {
    const events = pieces(COMMAND).map((text) => `  ${JSON.stringify({ choices: [{ delta: { content: text } }] })}`);
    const { seen } = await observe(stream(events));
    expect(texts(seen, 'event')).toEqual([COMMAND]);
  });

  test('a reply is looked at to its end, where it asks for a tool: it is many messages, and has the limit of many', async () => {
    const say = (text: string, index: number, key: string): string =>
      JSON.stringify({ type: 'content_block_delta', index, delta: { type: 'delta', [key]: text } });
    const words = pieces('some words '.repeat(80)).map((text) => say(text, 0, 'text'));
    const call = pieces(COMMAND).map((text) => say(text, 1, 'partial_json'));
    const { seen, coverage } = await observe(stream([...words, ...call]), { maxScanBytes: 1_024 });
    expect(texts(seen, 'tool_call', 'inbound')).toContain(COMMAND);
    expect(coverage.truncated).toBe(0);
    const flood = await observe(stream(Array.from({ length: 100 }, () => 'x'.repeat(1_000))), { maxScanBytes: 1_024 });
    expect(flood.coverage.truncated).toBeGreaterThan(0);
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['as it is', (bytes) => bytes],
    ['gzip', (bytes) => gzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })],
    ['deflate', (bytes) => deflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })],
    ['br', (bytes) => brotliCompressSync(bytes)],
  ])('is looked at when the model pauses, also where a decoder is still at work then: %s', async (coding, encode) => {
    const events = pieces(COMMAND).map(
      (text) => `data: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}`,
    );
    const head = `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: ${coding}\r\n\r\n`;
    const exchange: Exchange = [
      ['outbound', 'GET / HTTP/1.1\r\nHost: h\r\n\r\n'],
      ['inbound', head.replace('as it is', 'identity')],
      ['inbound', encode(Buffer.from(`${events.join('\n\n')}\n\n`))],
    ];
    expect(await seenAtPause(exchange, (looked) => looked.includes(COMMAND))).toContain(COMMAND);
  });

  test('texts that are written side by side are kept apart', async () => {
    const events = pieces(COMMAND).flatMap((text) => [
      JSON.stringify({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      JSON.stringify({
        type: 'content_block_delta',
        index: 1,
        delta: { type: 'text_delta', text: text.toUpperCase() },
      }),
    ]);
    const { seen } = await observe(stream(events));
    expect(texts(seen, 'event').sort()).toEqual([COMMAND.toUpperCase(), COMMAND].sort());
  });

  test('events that are no model reply are seen as they are', async () => {
    const { seen } = await observe(stream(['plain words', '{"a":']));
    expect(texts(seen, 'body', 'inbound').join('')).toContain('data: plain words');
    expect(texts(seen, 'event')).toEqual([]);
  });
});
