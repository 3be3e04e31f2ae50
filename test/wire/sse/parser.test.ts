import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_EVENT_BYTES, SseParser } from '../../../src/wire/sse/parser.js';
import { feedCut, sizes } from '../support/cuts.js';

interface Seen {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
  readonly complete: boolean;
}

function observe(wire: Uint8Array, cut: readonly number[], maxBytes?: number, finish = false): Seen[] {
  const seen: Seen[] = [];
  const parser = new SseParser((event) => seen.push({ ...event, data: Buffer.from(event.data).toString() }), maxBytes);
  feedCut(wire, cut, (chunk) => parser.feed(chunk));
  if (finish) parser.finish();
  return seen;
}

/** The algorithm of WHATWG HTML §9.2.6, over a whole text. */
function naive(text: string): Seen[] {
  const seen: Seen[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  lines.pop(); // not ended
  let data = '';
  let event = '';
  let id: string | undefined;
  for (const line of lines) {
    if (line === '') {
      if (data !== '') seen.push({ event: event || 'message', id, data: data.slice(0, -1), complete: true });
      data = event = '';
      continue;
    }
    const [, field = line, value = ''] = /^([^:]*): ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') data += value + '\n';
    if (field === 'event') event = value;
    if (field === 'id' && !value.includes('\0')) id = value;
  }
  return seen;
}

const eol = fc.constantFrom('\n', '\r', '\r\n');
const line = fc.oneof(
  fc.constantFrom(
    '',
    'data',
    'data:',
    'data: ',
    'data:  two',
    'event',
    'id',
    'id: a\0b',
    ': comment',
    'retry: 5',
    'dat: x',
  ),
  fc.constantFrom('dataset: x', 'DATA: x', ' data: x', '::', 'data: {"a":"b:c"}', 'event: delta', 'id: 7'),
  fc
    .tuple(
      fc.constantFrom('data: ', 'data:', 'event:', 'id: ', 'other: '),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
    )
    .map(([field, value]) => field + value.replace(/[\r\n]/g, '')),
);
const stream = fc
  .tuple(
    fc.constantFrom('', '\ufeff', '\ufeff\ufeff'),
    fc.array(fc.tuple(line, eol), { maxLength: 25 }),
    fc.constantFrom('', 'data: cut'),
  )
  .map(([bom, lines, tail]) => bom + lines.flat().join('') + tail);

describe('SseParser', () => {
  test('finds what the algorithm of the standard finds, for any cut', () => {
    fc.assert(
      fc.property(stream, sizes, (text, cut) => {
        expect(observe(Buffer.from(text), cut)).toEqual(naive(text));
        expect(observe(Buffer.from(text), [1])).toEqual(naive(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('the examples of the standard', () => {
    const wire = ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n';
    expect(observe(Buffer.from(wire), [4])).toEqual([
      { event: 'message', id: '1', data: 'first event', complete: true },
      { event: 'message', id: '', data: 'second event', complete: true },
      { event: 'message', id: '', data: ' third event', complete: true },
    ]);
    expect(observe(Buffer.from('data\n\ndata\ndata\n\ndata:'), [3]).map(({ data }) => data)).toEqual(['', '\n']);
  });

  test('a model reply, one event a token', () => {
    const events = ['message_start', 'content_block_delta', 'message_stop'].map(
      (event) => `event: ${event}\ndata: {"type":"${event}"}\n\n`,
    );
    expect(observe(Buffer.from(events.join('')), [7])).toMatchObject([
      { event: 'message_start', data: '{"type":"message_start"}' },
      { event: 'content_block_delta' },
      { event: 'message_stop' },
    ]);
  });

  test('garbage never throws and says the same for any cut', () => {
    const byte = fc.constantFrom(...Buffer.from('\r\n:d a\0x'), 0xef, 0xbb, 0xbf, 0xff);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 80 }), sizes, (bytes, cut) => {
        const wire = Uint8Array.from(bytes);
        expect(observe(wire, cut, 3, true)).toEqual(observe(wire, [1000], 3, true));
      }),
      { numRuns: 2000 },
    );
  });

  test('an event above the bound comes in pieces, cut at the same places whatever the chunks', () => {
    const data = Array.from({ length: 5 }, (_, i) => String(i).repeat(4));
    const wire = Buffer.from(`event: big\n${data.map((text) => `data: ${text}\n`).join('')}\ndata: next\n\n`);
    for (const cut of [[1], [3], [9, 2], [1000]]) {
      const seen = observe(wire, cut, 10);
      expect(seen.map(({ data }) => data)).toEqual(['0000\n1111\n', '2222\n3333\n', '4444', 'next']);
      expect(seen.map(({ complete }) => complete)).toEqual([false, false, true, true]);
      expect(seen[0]?.event).toBe('big');
    }
    expect(observe(Buffer.from(`data: ${'x'.repeat(10)}\n\n`), [4], 10)).toMatchObject([{ complete: true }]);
  });

  test('an event without an end stays within the bound; long names are cut off', () => {
    let longest = 0;
    let total = 0;
    const parser = new SseParser((event) => {
      longest = Math.max(longest, event.data.length);
      total += event.data.length;
    });
    const chunk = Buffer.alloc(1_000_000, 'x');
    parser.feed(Buffer.from('data: '));
    for (let i = 0; i < 20; i++) parser.feed(chunk);
    parser.finish();
    expect([longest, total]).toEqual([MAX_EVENT_BYTES, 20_000_000]);
    const [seen] = observe(Buffer.from(`event: ${'n'.repeat(100_000)}\nid: ${'i'.repeat(5000)}\ndata: x\n\n`), [777]);
    expect([seen?.event.length, seen?.id?.length]).toEqual([1024, 1024]);
  });

  test('an event cut off by the end is reported as such', () => {
    expect(observe(Buffer.from('data: a\n\nevent: e\ndata: b'), [5], undefined, true)).toMatchObject([
      { data: 'a', complete: true },
      { event: 'e', data: 'b', complete: false },
    ]);
    expect(observe(Buffer.from('data: a\n\nevent: e\n'), [5], undefined, true)).toHaveLength(1);
  });

  test('after lost bytes it goes on with the next line', () => {
    const seen: Seen[] = [];
    const parser = new SseParser((event) => seen.push({ ...event, data: Buffer.from(event.data).toString() }));
    parser.feed(Buffer.from('event: x\ndata: before the ga'));
    parser.skip();
    parser.feed(Buffer.from('a: of another event\ndata: rest\n\ndata: next\n\n'));
    expect(seen).toMatchObject([
      { event: 'x', data: 'before the ga', complete: false },
      { event: 'message', data: 'rest', complete: true },
      { data: 'next', complete: true },
    ]);
  });

  test('short lines in a large chunk take time in proportion', () => {
    for (const text of ['data: x\n', '\n', '\r', 'data: x\r\n\r\n', 'x', ': \n']) {
      const wire = Buffer.from(text.repeat(Math.ceil(4_000_000 / text.length)));
      const start = performance.now();
      new SseParser(() => undefined).feed(wire);
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });
});
