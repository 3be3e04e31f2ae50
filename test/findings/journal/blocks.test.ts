import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backwardBlocks, forwardBlocks, type Block } from '../../../src/findings/journal/blocks.js';
import { SeenRepeats, MAX_REPEAT_SPAN_BYTES } from '../../../src/findings/journal/query/seen-repeats.js';
import { idOf } from '../samples.js';

const BLOCK = 256 * 1024;

/** A file in memory; reads come in pieces, as they may. */
function fileOf(content: Buffer) {
  return {
    read: (buffer: Buffer, offset: number, length: number, position: number) =>
      Promise.resolve({
        bytesRead: content.copy(
          buffer,
          offset,
          position,
          Math.min(position + Math.min(length, 100_000), content.length),
        ),
      }),
  };
}

async function linesOf(blocks: AsyncIterable<Block>, content: Buffer) {
  const lines: string[][] = [];
  let skipped = 0;
  for await (const { bytes, offset, skippedLines } of blocks) {
    expect(bytes.equals(content.subarray(offset, offset + bytes.length))).toBe(true);
    skipped += skippedLines;
    lines.push(bytes.toString().split('\n').slice(0, -1));
  }
  return { lines, skipped };
}

/** Lengths around everything that matters to blocks. */
const length = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 600 }) },
  { weight: 2, arbitrary: fc.integer({ min: 50_000, max: 140_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: BLOCK - 2, max: BLOCK + 2 }) },
  { weight: 1, arbitrary: fc.integer({ min: BLOCK, max: 3 * BLOCK }) },
);

describe('blocks of a file', () => {
  test('hold every line once, from the end or from the front, and leave out an unfinished one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(length, { maxLength: 14 }), fc.nat({ max: 400_000 }), async (lengths, unfinished) => {
        const lines = lengths.map((each, i) => String.fromCharCode(97 + i).repeat(each));
        const content = Buffer.from([...lines, 'z'.repeat(unfinished)].join('\n'));
        const fitting = lines.filter((line) => line.length < BLOCK);

        const forward = await linesOf(forwardBlocks(fileOf(content), 0, content.length), content);
        const backward = await linesOf(backwardBlocks(fileOf(content), content.length), content);
        const [ahead, back] = [forward.lines.flat(), backward.lines.reverse().flat()];
        // A line that barely fills a block may be read or passed over; readers refuse it either way.
        const sure = (found: string[]) => found.filter((line) => line.length < BLOCK / 2);
        expect(sure(ahead)).toEqual(sure(fitting));
        expect(sure(back)).toEqual(sure(fitting));
        expect(back.length + backward.skipped).toBe(lines.length);
        const unfinishedIsLong = unfinished >= BLOCK ? 1 : 0;
        expect(ahead.length + forward.skipped - lines.length).toBeGreaterThanOrEqual(0);
        expect(ahead.length + forward.skipped - lines.length).toBeLessThanOrEqual(unfinishedIsLong);
      }),
      { numRuns: 200 },
    );
  });
});

describe('repeats that were seen', () => {
  const at = { sequence: 1, offset: 100 };

  test('are forgotten at the first line of the finding', () => {
    const repeats = new SeenRepeats();
    expect(repeats.isSuperseded(idOf(1), 10, at, 0)).toBe(false);
    expect(repeats.isSuperseded(idOf(1), 3, { sequence: 1, offset: 90 }, 10)).toBe(true);
    expect(repeats.lookFrom).toEqual(at);
    expect(repeats.isSuperseded(idOf(1), 1, { sequence: 1, offset: 80 }, 20)).toBe(true);
    expect(repeats.lookFrom).toBeUndefined();
  });

  test('are forgotten when the first line was lost, so that memory stays bounded', () => {
    const repeats = new SeenRepeats();
    repeats.isSuperseded(idOf(1), 10, at, 0);
    repeats.isSuperseded(idOf(2), 10, { sequence: 1, offset: 50 }, 1000);
    repeats.forgetBefore(MAX_REPEAT_SPAN_BYTES + 1);
    expect(repeats.lookFrom).toEqual({ sequence: 1, offset: 50 });
  });
});
