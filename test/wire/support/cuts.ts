import fc from 'fast-check';

/** Sizes of chunks, mostly small: the interesting cuts are inside of headers. */
export const sizes: fc.Arbitrary<number[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }) },
  ),
  { minLength: 1, maxLength: 40 },
);

/**
 * Cuts bytes into chunks of these sizes, over and over. Each chunk is overwritten after it was used, as the buffer of
 * a ring would be: who keeps a slice without copying it is found out.
 */
export function feedCut(bytes: Uint8Array, chunkSizes: readonly number[], feed: (chunk: Uint8Array) => void): void {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const chunk = Buffer.from(bytes.subarray(at, at + chunkSizes[turn % chunkSizes.length]!));
    at += chunk.length;
    feed(chunk);
    chunk.fill(0xaa);
  }
}
