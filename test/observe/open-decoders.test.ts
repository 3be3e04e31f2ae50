import { afterEach, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { openDecoders } from '../../src/observe/open-decoders.js';
import { FrameType } from '../../src/wire/http2/frame.js';
import { observe, type Exchange } from '../support/recording-sink.js';
import { block, data, END, frame, OPENING, WHOLE } from '../wire/http2/frames.js';
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
});

describe('compressed bodies under way', () => {
  test('are read, many hundreds at a time', async () => {
    const { seen, coverage } = await observe(uploads(900));
    expect(texts(seen, 'body').filter((text) => text === 'a body under way')).toHaveLength(900);
    expect(coverage).toMatchObject({ unparsed: 0 });
  });

  test('beyond the share of an agent group count as unread with the reason, and those of others are read', async () => {
    const flooding = observe(uploads(5_000), { flow: { agent: 'flooding' } });
    const { seen, coverage } = await observe(uploads(100), { flow: { agent: 'other' } });
    expect(texts(seen, 'body')).toHaveLength(100);
    expect(coverage).toMatchObject({ unparsed: 0 });
    const flood = await flooding;
    expect(flood.coverage).toMatchObject({
      unparsed: 4_000 * BODY.length,
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
