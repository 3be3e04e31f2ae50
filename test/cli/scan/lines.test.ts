import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linesOf, type Line } from '../../../src/cli/scan/lines.js';

async function all(chunks: readonly Buffer[], maxBytes?: number): Promise<Line[]> {
  const lines: Line[] = [];
  const stream = (async function* () {
    yield* chunks;
  })();
  for await (const line of linesOf(stream, maxBytes)) lines.push(line);
  return lines;
}

const textsOf = (lines: readonly Line[]): string[] =>
  lines.map((line) => (line.kind === 'line' ? line.bytes.toString() : '(too long)'));

test('lines are the same however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string().map((text) => text.replaceAll(/[\n\r]/g, ''))),
      fc.array(fc.nat(200)),
      async (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const borders = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = borders.slice(1).map((border, i) => bytes.subarray(borders[i], border));
        expect(textsOf(await all(chunks))).toEqual(lines);
      },
    ),
  );
});

test('the last line needs no end, and a line feed alone ends one', async () => {
  expect(textsOf(await all([Buffer.from('a\r\nb\u2028c\rd\n\ne')]))).toEqual(['a', 'b\u2028c\rd', '', 'e']);
});

test('a line that is too long is named, and those around it are whole', async () => {
  const text = `short\n${'x'.repeat(50)}\nalso short\n${'y'.repeat(11)}`;
  for (const size of [1, 3, 7, 1000]) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
      Buffer.from(text.slice(i * size, (i + 1) * size)),
    );
    expect(textsOf(await all(chunks, 10))).toEqual(['short', '(too long)', 'also short', '(too long)']);
  }
});
