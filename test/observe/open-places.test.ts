import { afterEach, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { openStreams } from '../../src/observe/http2/open-streams.js';
import { openDecoders } from '../../src/observe/open-decoders.js';
import { FrameType } from '../../src/wire/http2/frame.js';
import { observe, type Exchange } from '../support/recording-sink.js';
import { block, data, END, frame, OPENING, requestFrame, responseFrame, WHOLE } from '../wire/http2/frames.js';
import { texts } from './support/exchanges.js';

const BODY = gzipSync('a body under way');

/** So many uploads on one connection, all begun before the first goes on. */
function uploads(count: number): Exchange {
  const ids = Array.from({ length: count }, (_, at) => 1 + 2 * at);
  const head = (id: number): Buffer =>
    frame(FrameType.HEADERS, WHOLE, id, block([':method', 'POST'], [':path', '/'], ['content-encoding', 'gzip']));
  return [
    ['outbound', OPENING.outbound],
    ...ids.map((id) => ['outbound', Buffer.concat([head(id), data(id, BODY.subarray(0, 8))])] as const),
    ...ids.map((id) => ['outbound', data(id, BODY.subarray(8), END)] as const),
  ];
}

afterEach(() => {
  expect(openDecoders.count).toBe(0);
  expect(openStreams.count).toBe(0);
});

describe('compressed bodies under way', () => {
  test('are read, many hundreds at a time', async () => {
    const { seen, coverage } = await observe(uploads(900));
    expect(texts(seen, 'body').filter((text) => text === 'a body under way')).toHaveLength(900);
    expect(coverage).toMatchObject({ unparsed: 0 });
  });

  test('beyond the share of an agent group count as unread with the reason, and those of others are read', async () => {
    const flooding = observe(uploads(2_000), { flow: { agent: 'flooding' } });
    const { seen, coverage } = await observe(uploads(100), { flow: { agent: 'other' } });
    expect(texts(seen, 'body')).toHaveLength(100);
    expect(coverage).toMatchObject({ unparsed: 0 });
    const flood = await flooding;
    expect(flood.coverage).toMatchObject({
      unparsed: 1_000 * BODY.length,
      unparsedReason: 'too many compressed bodies at a time',
    });
    expect(texts(flood.seen, 'body').filter((text) => text === 'a body under way')).toHaveLength(1_000);
  });

  test('that are cut off give their places back', async () => {
    const begun = uploads(50).slice(0, 51);
    await observe(begun);
    await observe([...begun, ['outbound', 'these bytes are no frame']]);
  });
});

describe('streams of HTTP/2', () => {
  const COUNT = 2_500;
  const ids = Array.from({ length: COUNT }, (_, at) => 1 + 2 * at);

  test('beyond the share of an agent group count as unread with the reason, and are read again once others have ended', async () => {
    const flow = { agent: 'flooding', alpn: 'h2' as const };
    const late = 1 + 2 * COUNT;
    const { seen, coverage } = await observe(
      [
        ['outbound', OPENING.outbound],
        ['outbound', Buffer.concat(ids.map((id) => requestFrame(id, `/${id}`, 0)))],
        ['inbound', Buffer.concat([OPENING.inbound, ...ids.map((id) => responseFrame(id, 200, END))])],
        ['outbound', Buffer.concat(ids.map((id) => data(id, 'said', END)))],
        ['outbound', Buffer.concat([requestFrame(late, '/late', 0), data(late, 'late', END)])],
      ],
      { flow },
    );
    const bodies = texts(seen, 'body', 'outbound');
    expect(bodies.filter((text) => text === 'said')).toHaveLength(2_000);
    expect(bodies).toContain('late');
    expect(coverage.unparsed).toBeGreaterThan(500 * 'said'.length);
    expect(coverage.unparsedReason).toBe('too many streams at a time');
  });

  test.each<[string, Exchange]>([
    ['are cut off', []],
    ['are reset', ids.map((id) => ['inbound', frame(FrameType.RST_STREAM, 0, id, '\0\0\0\b')])],
    ['break', [['outbound', 'these bytes are no frame']]],
    ['are answered after the requests broke', [['outbound', 'no frame'], ...ids.map(answer)]],
  ])('that %s give their places back', async (_what, rest) => {
    const begun = ids.slice(0, 50).map((id) => ['outbound', requestFrame(id, '/', 0)] as const);
    const opening: Exchange = [['outbound', OPENING.outbound], ['inbound', OPENING.inbound], ...begun];
    const { coverage } = await observe([...opening, ...rest], { flow: { alpn: 'h2' } });
    expect(coverage.seen).toBeGreaterThan(0);
  });
});

function answer(id: number): Exchange[number] {
  return ['inbound', responseFrame(id + 1_000, 200)];
}
