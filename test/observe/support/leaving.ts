import { expect } from '@jest/globals';
import fc from 'fast-check';
import { cutAt, observe, type Exchange, type Seen } from '../../support/recording-sink.js';

/** What the packed files of these tests hold. */
export const WORDS = 'first line of the notes\n'.repeat(6);

/** A body that leaves. */
export const post = (body: Buffer, headers = ''): Exchange => [
  [
    'outbound',
    Buffer.concat([
      Buffer.from(`POST / HTTP/1.1\r\nHost: h\r\n${headers}content-length: ${body.length}\r\n\r\n`),
      body,
    ]),
  ],
];
/** What was seen of bodies that leave. */
export const bodies = (seen: readonly Seen[]): string[] =>
  seen.filter(({ location, direction }) => location === 'body' && direction === 'outbound').map(({ text }) => text);
export const sorted = (texts: readonly string[]): string[] => [...texts].sort();

/** What is seen of a body that leaves, the same wherever its bytes are cut. */
export async function seenOf(body: Buffer, options: Parameters<typeof observe>[1] = {}): ReturnType<typeof observe> {
  const exchange = post(body);
  const whole = await observe(exchange, options);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(body.length + 100), { maxLength: 6 }), async (cuts) => {
      const cut = await observe(cutAt(exchange, cuts), options);
      expect(sorted(bodies(cut.seen))).toEqual(sorted(bodies(whole.seen)));
      expect(cut.coverage).toEqual(whole.coverage);
    }),
    { numRuns: 20 },
  );
  return whole;
}
