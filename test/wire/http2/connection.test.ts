import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Http2Connection } from '../../../src/wire/http2/connection.js';
import { FrameFlag, FrameType } from '../../../src/wire/http2/frame.js';
import { sizes } from '../support/cuts.js';
import type { RecordedChunk } from '../support/record.js';
import {
  block,
  data,
  END,
  frame,
  OPENING,
  requestFrame,
  responseFrame,
  settings,
  SETTINGS_ACK,
  WHOLE,
} from './frames.js';
import { encodeInteger } from './hpack-encoder.js';
import { Http2Observation } from './observe.js';

const out = (...parts: Buffer[]): RecordedChunk => ({ side: 'outbound', bytes: Buffer.concat(parts) });
const into = (...parts: Buffer[]): RecordedChunk => ({ side: 'inbound', bytes: Buffer.concat(parts) });
const opening = [out(OPENING.outbound), into(OPENING.inbound)];

function observe(...chunks: RecordedChunk[]): Http2Observation {
  return new Http2Observation().feed([...opening, ...chunks], [1_000_000]);
}

describe('streams', () => {
  test('content is what is between the padding', () => {
    const padded = frame(FrameType.DATA, FrameFlag.PADDED, 1, '\x03abc\0\0\0');
    const only = frame(FrameType.DATA, FrameFlag.PADDED | END, 1, '\x02\0\0');
    const head = block([':method', 'PUT'], [':path', '/p']);
    const open = frame(
      FrameType.HEADERS,
      WHOLE | FrameFlag.PADDED | FrameFlag.PRIORITY,
      1,
      Buffer.concat([Buffer.from('\x04\0\0\0\0\x10'), head, Buffer.alloc(4)]),
    );
    for (const cut of [[1], [10], [1000]]) {
      const seen = new Http2Observation().feed([...opening, out(open, padded, data(1, ''), data(1, 'de'), only)], cut);
      expect(seen.broken).toEqual({});
      expect(seen.stream(1)).toMatchObject({
        request: { method: 'PUT', path: '/p', scheme: undefined, fields: [] },
        outbound: { data: 'abcde', ended: true },
      });
    }
  });

  test('a pseudo-field that is unknown, repeated or late is not lost', () => {
    const fields = block([':method', 'GET'], ['a', 'b'], [':path', '/1'], [':path', '/2'], [':odd', 'x']);
    expect(observe(out(frame(FrameType.HEADERS, WHOLE, 1, fields))).stream(1).request).toMatchObject({
      method: 'GET',
      path: '/1',
      fields: [
        ['a', 'b'],
        [':path', '/2'],
        [':odd', 'x'],
      ],
    });
  });

  test('what comes for a stream that is closed, not open or not answered is counted, not reported', () => {
    const late = responseFrame(1, 200);
    const seen = observe(
      out(requestFrame(1, '/'), frame(FrameType.RST_STREAM, 0, 1, '\0\0\0\x08')),
      into(late, data(1, 'late')),
      out(data(1, 'more'), data(3, 'before its headers'), requestFrame(3, '/3', 0), requestFrame(2, '/even')),
      into(data(3, 'before the response'), responseFrame(5, 200)),
    );
    expect(seen.broken).toEqual({});
    expect([...seen.streams.keys()]).toEqual([1, 3]);
    expect(seen.stream(3)).toMatchObject({ request: { path: '/3' }, inbound: { data: '' } });
    const headers = (bytes: Buffer) => bytes.length - 9;
    expect(seen.unseen).toEqual({
      outbound: 'morebefore its headers'.length + headers(requestFrame(2, '/even')),
      inbound: headers(late) + 'latebefore the response'.length + headers(responseFrame(5, 200)),
    });
  });

  test('no more streams are tracked than allowed, and a closed one makes room', () => {
    const seen = new Http2Observation(2).feed(
      [
        ...opening,
        out(...[1, 3, 5].map((id) => requestFrame(id, `/${id}`))),
        into(...[1, 3, 5].flatMap((id) => [responseFrame(id, 200), data(id, 'body', END)])),
        out(requestFrame(7, '/7')),
      ],
      [13],
    );
    expect([...seen.streams.keys()]).toEqual([1, 3, 7]);
    expect(seen.unseen.outbound).toBe(requestFrame(5, '/5').length - 9);
    expect(seen.unseen.inbound).toBe(responseFrame(5, 200).length - 9 + 4);
    expect(seen.connection.openStreams).toBe(1);
  });

  test('extension frames are passed over: known ones silently, unknown ones counted', () => {
    const alt = frame(0x0a, 0, 0, '\0\0h2=":443"');
    const odd = frame(0xbb, 0xff, 1, 'hidden');
    const ping = frame(FrameType.PING, 0, 0, '12345678');
    const seen = observe(out(requestFrame(1, '/', 0), odd, ping, data(1, 'x')), into(alt));
    expect(seen.stream(1).outbound.data).toBe('x');
    expect(seen.unseen).toEqual({ outbound: 6, inbound: 0 });
  });
});

test.each([[1], [3], [1000]])('what is hidden in padding is counted, cut every %i bytes', (cut) => {
  const padded = frame(FrameType.DATA, FrameFlag.PADDED | END, 1, '\x06abc\0key\0\0');
  const open = frame(
    FrameType.HEADERS,
    WHOLE | FrameFlag.PADDED,
    1,
    Buffer.concat([Buffer.from('\x06'), block([':method', 'PUT']), Buffer.from('secret')]),
  );
  const seen = new Http2Observation().feed([...opening, out(open, padded)], [cut]);
  expect(seen.stream(1).outbound).toMatchObject({ data: 'abc', ended: true });
  expect(seen.unseen).toEqual({ outbound: 'secret'.length + 'key'.length, inbound: 0 });
});

describe('what breaks a side', () => {
  const head = block([':method', 'GET']);
  const cases: [what: string, reason: string, wire: Buffer][] = [
    ['DATA outside of a stream', 'DATA outside of a stream', data(0, 'x')],
    ['padding without a length', 'padding without its length', frame(FrameType.DATA, FrameFlag.PADDED, 1)],
    ['padding longer than DATA', 'padding longer than its frame', frame(FrameType.DATA, FrameFlag.PADDED, 1, '\x03ab')],
    ['padding longer than HEADERS', 'bad HEADERS', frame(FrameType.HEADERS, WHOLE | FrameFlag.PADDED, 1, '\x02a')],
    ['HEADERS outside of a stream', 'bad HEADERS', frame(FrameType.HEADERS, WHOLE, 0, head)],
    ['HEADERS without their priority', 'bad HEADERS', frame(FrameType.HEADERS, WHOLE | FrameFlag.PRIORITY, 1, 'abcd')],
    ['a promise by the client', 'bad PUSH_PROMISE', frame(FrameType.PUSH_PROMISE, WHOLE, 1, '\0\0\0\x02')],
    ['CONTINUATION alone', 'CONTINUATION without a header block', frame(FrameType.CONTINUATION, WHOLE, 1, head)],
    [
      'a frame inside a header block',
      'header block interrupted',
      Buffer.concat([frame(FrameType.HEADERS, 0, 1, head), frame(FrameType.PING, 0, 0, '12345678')]),
    ],
    [
      'CONTINUATION of another stream',
      'header block interrupted',
      Buffer.concat([frame(FrameType.HEADERS, 0, 1, head), frame(FrameType.CONTINUATION, WHOLE, 3, head)]),
    ],
    ['bad HPACK', 'header index out of range', frame(FrameType.HEADERS, WHOLE, 1, '\xff\x00')],
    ['a short RST_STREAM', 'bad RST_STREAM', frame(FrameType.RST_STREAM, 0, 1, '\0\0\0')],
    ['SETTINGS of odd size', 'bad SETTINGS', frame(FrameType.SETTINGS, 0, 0, 'abcde')],
    ['an acknowledgement with content', 'bad SETTINGS', frame(FrameType.SETTINGS, FrameFlag.ACK, 0, 'abcdef')],
    ['a short GOAWAY', 'bad GOAWAY', frame(FrameType.GOAWAY, 0, 0, 'abcdefg')],
    ['a header frame above the bound', 'frame too large', Buffer.from('\x10\x00\x01\x01\x04\0\0\0\x01', 'latin1')],
    [
      'a header block above the bound',
      'header block too large',
      Buffer.concat([
        frame(FrameType.HEADERS, 0, 1, Buffer.alloc(600_000)),
        frame(FrameType.CONTINUATION, 0, 1, Buffer.alloc(500_000)),
      ]),
    ],
  ];
  test.each(cases)('%s', (_what, reason, wire) => {
    for (const cut of [[1_000_000_000], [1]]) {
      const seen = new Http2Observation().feed([...opening, out(wire), out(requestFrame(9, '/after'))], cut);
      expect(seen.broken).toEqual({ outbound: reason });
      expect(seen.streams.size).toBe(0);
    }
  });

  test.each([
    ['HTTP/1.1', 'outbound', 'GET / HTTP/1.1\r\n\r\n', 'not an HTTP/2 preface'],
    ['an HTTP/1.1 answer', 'inbound', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'not HTTP/2: no SETTINGS first'],
    ['an acknowledgement first', 'inbound', SETTINGS_ACK.toString('latin1'), 'not HTTP/2: no SETTINGS first'],
  ] as const)('%s', (_what, side, text, reason) => {
    const seen = new Http2Observation().feed([{ side, bytes: Buffer.from(text, 'latin1') }], [3]);
    expect(seen.broken).toEqual({ [side]: reason });
  });

  test('an end inside a frame or a header block; not one between frames', () => {
    expect(observe(out(requestFrame(1, '/'))).finish().broken).toEqual({});
    expect(observe(out(requestFrame(1, '/').subarray(0, 4))).finish().broken).toEqual({ outbound: 'cut short' });
    expect(observe(out(data(1, 'abc').subarray(0, 10))).finish().broken).toEqual({ outbound: 'cut short' });
    expect(observe(out(frame(FrameType.HEADERS, 0, 1, head))).finish().broken).toEqual({ outbound: 'cut short' });
  });

  test('the other side goes on, and answers are read whose requests could not be', () => {
    const seen = observe(
      out(requestFrame(1, '/1'), requestFrame(3, '/3', 0)),
      into(responseFrame(1, 200), data(1, 'one', END)),
      out(data(0, 'bad')),
      into(responseFrame(3, 200), data(3, 'three', END), responseFrame(7, 200), data(7, 'seven', END)),
      into(responseFrame(1, 200), data(1, 'again', END)),
    );
    expect(seen.broken).toEqual({ outbound: 'DATA outside of a stream' });
    expect([...seen.streams.values()]).toMatchObject([
      { id: 1, request: { path: '/1' }, inbound: { data: 'one' }, closed: true },
      { id: 3, request: { path: '/3' }, inbound: { data: 'three' }, closed: true },
      { id: 7, request: undefined, response: { status: 200 }, inbound: { data: 'seven' }, closed: true },
    ]);
  });

  test('when the server side breaks, streams close with their requests', () => {
    const seen = observe(
      out(requestFrame(1, '/1'), requestFrame(3, '/3', 0)),
      into(data(0, 'bad')),
      out(data(3, 'x', END), requestFrame(5, '/5')),
    );
    expect([...seen.streams.values()].map(({ id, closed }) => [id, closed])).toEqual([
      [1, true],
      [3, true],
      [5, true],
    ]);
  });
});

describe('lost bytes', () => {
  test('inside of DATA the place is kept, padding and all', () => {
    const padded = frame(FrameType.DATA, FrameFlag.PADDED | END, 1, `\x05${'x'.repeat(100)}\0\0\0\0\0`);
    for (const [from, lost] of [
      [10, 0],
      [10, 1],
      [10, 100],
      [10, 103],
      [10, 105],
      [50, 60],
      [50, 65],
      [112, 3],
    ] as const) {
      const seen = observe(out(requestFrame(1, '/', 0), padded.subarray(0, from)));
      seen.connection.skip('outbound', lost);
      seen.connection.feed('outbound', Buffer.concat([padded.subarray(from + lost), requestFrame(3, '/3')]));
      expect(seen.broken).toEqual({});
      const gone = Math.max(0, Math.min(lost, 110 - from));
      expect(seen.stream(1).outbound).toMatchObject({ data: 'x'.repeat(100 - gone), lost: gone, ended: true });
      expect(seen.stream(3).request?.path).toBe('/3');
    }
  });

  test('inside a frame that is passed over, too', () => {
    const seen = observe(out(frame(0xbb, 0, 0, 'x'.repeat(50)).subarray(0, 20)));
    seen.connection.skip('outbound', 39);
    seen.connection.feed('outbound', requestFrame(1, '/'));
    expect(seen.stream(1).request?.path).toBe('/');
  });

  test.each([
    ['between frames', requestFrame(1, '/'), 1],
    ['inside a frame header', data(1, 'abc').subarray(0, 5), 1],
    ['before the pad length', frame(FrameType.DATA, FrameFlag.PADDED, 1, '\x01ab\0').subarray(0, 9), 1],
    ['beyond the end of DATA', data(1, 'abc').subarray(0, 10), 3],
    ['inside of headers', requestFrame(1, '/').subarray(0, 20), 2],
  ])('%s the side is broken', (_where, wire, bytes) => {
    const seen = observe(out(wire));
    seen.connection.skip('outbound', bytes);
    seen.connection.feed('outbound', requestFrame(3, '/'));
    expect(seen.broken).toEqual({ outbound: 'bytes lost' });
    expect(seen.streams.has(3)).toBe(false);
  });

  test('before the preface the side is broken', () => {
    const seen = new Http2Observation();
    seen.connection.skip('outbound', 1);
    expect(seen.broken).toEqual({ outbound: 'bytes lost' });
  });
});

describe('the header table limit', () => {
  const resize = (bytes: number) =>
    frame(FrameType.HEADERS, WHOLE, 1, Buffer.concat([encodeInteger(bytes, 5, 0x20), block()]));

  test('is set by SETTINGS of the other side: higher at once, lower when acknowledged', () => {
    const limit = into(settings([1, 8000]));
    expect(observe(out(resize(5000))).broken).toEqual({ outbound: 'header table too large' });
    expect(observe(out(settings([1, 8000])), out(resize(5000))).broken).toEqual({ outbound: 'header table too large' });
    expect(observe(limit, out(resize(8000))).broken).toEqual({});
    const lower = into(settings([1, 100]));
    expect(observe(lower, out(resize(4000))).broken).toEqual({});
    expect(observe(lower, out(SETTINGS_ACK, SETTINGS_ACK, resize(4000))).broken).toEqual({
      outbound: 'header table too large',
    });
    expect(observe(lower, out(SETTINGS_ACK, SETTINGS_ACK, resize(100))).broken).toEqual({});
  });

  test('is unknown once the other side broke', () => {
    expect(observe(into(data(0, 'bad')), out(resize(60_000))).broken).toEqual({ inbound: 'DATA outside of a stream' });
  });
});

describe('any bytes', () => {
  const conversation = [
    ...opening,
    out(requestFrame(1, '/1'), requestFrame(3, '/3', 0), data(3, 'some body'), settings([1, 200])),
    into(SETTINGS_ACK, responseFrame(1, 103), responseFrame(1, 200), data(1, 'hello'), frame(0xbb, 0, 1, 'odd')),
    into(frame(FrameType.PUSH_PROMISE, 0, 1, Buffer.concat([Buffer.from([0, 0, 0, 2]), block([':path', '/p'])]))),
    into(frame(FrameType.CONTINUATION, WHOLE, 1, block(['a', 'b'])), responseFrame(2, 200, END), data(1, '', END)),
    out(frame(FrameType.DATA, FrameFlag.PADDED | END, 3, '\x02x\0\0'), frame(FrameType.GOAWAY, 0, 0, '12345678bye')),
    into(responseFrame(3, 500), frame(FrameType.RST_STREAM, 0, 3, '\0\0\0\x01')),
  ];

  test('an answer to a request that could not be read opens its stream once', () => {
    const chunks = [
      out(Buffer.from('no preface')),
      into(settings(), responseFrame(1, 200, END), responseFrame(1, 500, END)),
    ];
    const { streams, unseen } = new Http2Observation().feed(chunks, [1]).finish();
    expect([...streams.values()]).toEqual([expect.objectContaining({ id: 1, closed: true })]);
    expect(unseen.inbound).toBeGreaterThan(0);
  });

  test('damaged traffic never throws and says the same for any cut', () => {
    const hit = fc.tuple(fc.nat(conversation.length - 1), fc.nat(200), fc.nat(255));
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 6 }), sizes, (hits, cut) => {
        const damaged = conversation.map(({ side, bytes }) => ({ side, bytes: Buffer.from(bytes) }));
        for (const [chunk, at, byte] of hits) {
          const { bytes } = damaged[chunk]!;
          bytes[at % bytes.length] = byte;
        }
        const whole = new Http2Observation().feed(damaged, [1_000_000]).finish().summary;
        expect(new Http2Observation().feed(damaged, cut).finish().summary).toEqual(whole);
        expect(new Http2Observation().feed(damaged, [1]).finish().summary).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  test('garbage behind the opening never throws and says the same for any cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), sizes, (parts, cut) => {
        const wild = parts.map((part, i) => frame(part[0] === undefined ? i : part[0] % 12, part[1] ?? 0, i % 4, part));
        const chunks = [...opening, out(...wild), into(...wild), out(...parts.map((part) => Buffer.from(part)))];
        expect(new Http2Observation().feed(chunks, cut).summary).toEqual(
          new Http2Observation().feed(chunks, [1_000_000]).summary,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('memory stays flat over a gigabyte that never completes anything', () => {
    const nothing = (): void => undefined;
    const connection = new Http2Connection({
      request: nothing,
      informational: nothing,
      response: nothing,
      trailers: nothing,
      push: nothing,
      data: nothing,
      dataLost: nothing,
      end: nothing,
      reset: nothing,
      closed: nothing,
      goaway: nothing,
      unseen: nothing,
      broken: nothing,
    });
    connection.feed('outbound', OPENING.outbound);
    connection.feed('outbound', requestFrame(1, '/', 0));
    const before = process.memoryUsage();
    const body = data(1, 'x'.repeat(1_000_000));
    for (let i = 0; i < 1000; i++) connection.feed('outbound', body);
    for (let id = 3; id < 100_000; id += 2) connection.feed('outbound', requestFrame(id, '/', 0));
    expect(connection.openStreams).toBe(10_000);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(50_000_000);
  });
});
