import { decodeBase32 } from './base32.js';
import { decodeBase64 } from './base64.js';
import { Blocks } from './blocks.js';
import { decodeCharCodes } from './char-codes.js';
import { decodeHexPairs, decodeHexRun } from './hex.js';
import { inflate } from './inflate.js';
import { findRuns } from './runs.js';

/** Everything that was decoded from a text, one view for each encoding. */
export function decodeRuns(source: Buffer): readonly Blocks[] {
  const base64 = new Blocks('base64');
  const base32 = new Blocks('base32');
  const hex = new Blocks('hex');
  const codes = new Blocks('char-codes');
  const gzip = new Blocks('gzip');
  findRuns(source, (from, to, wrapped) => {
    const letters = wrapped ? withoutLineEnds(source.subarray(from, to)) : source.subarray(from, to);
    const range = { from, to };
    decodeHexRun(letters, (bytes, start, end) =>
      hex.add(bytes, wrapped ? range : { from: from + start, to: from + end }),
    );
    decodeBase32(letters, (bytes, start, end) =>
      base32.add(bytes, wrapped ? range : { from: from + start, to: from + end }),
    );
    decodeBase64(letters, (bytes, skipped) => {
      base64.add(bytes, { from: from + skipped, to });
      const inflated = inflate(bytes);
      if (inflated !== undefined) gzip.add(inflated, { from: from + skipped, to });
    });
    // `rev | base64 -d`: the padding stands in front.
    if (source[from - 1] === 0x3d && source[from - 2] === 0x3d) {
      decodeBase64(Buffer.from(letters).reverse(), (bytes) => base64.add(bytes, range));
    }
  });
  decodeHexPairs(source, (bytes, from, to) => hex.add(bytes, { from, to }));
  decodeCharCodes(source, (bytes, from, to) => codes.add(bytes, { from, to }));
  return [base64, base32, hex, codes, gzip].filter((blocks) => blocks.built !== undefined);
}

function withoutLineEnds(wrapped: Buffer): Buffer {
  const letters = Buffer.allocUnsafe(wrapped.length);
  let length = 0;
  for (const byte of wrapped) if (byte > 0x20) letters[length++] = byte;
  return letters.subarray(0, length);
}
