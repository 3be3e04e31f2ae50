import { decodeBase32 } from './base32.js';
import { decodeBase64 } from './base64.js';
import { Blocks } from './blocks.js';
import { decodeCharCodes } from './char-codes.js';
import { decodeHexPairs, decodeHexRun } from './hex.js';
import type { Range } from './edit-list.js';
import { inflate, inflateHex, roomFor } from './inflate.js';
import type { Places } from './places.js';
import { findRuns, lineStart, type Run } from './runs.js';

/** What was decoded from a text. */
export interface Decoded {
  /** Blocks that look like text, which may be disguised in turn; one view for each encoding. */
  readonly texts: readonly Blocks[];
  /** Blocks that do not; something may stand in them as it is. */
  readonly binary: Blocks;
}

/**
 * Decodes everything in a text that looks encoded.
 *
 * @param isNew Whether a range is worth it; what was decoded before is left out.
 */
export function decodeRuns(source: Buffer, places: Places, isNew: (from: number, to: number) => boolean): Decoded {
  const base64 = new Blocks('base64');
  const binary = new Blocks('base64');
  const base32 = new Blocks('base32');
  const hex = new Blocks('hex');
  const codes = new Blocks('char_codes');
  const gzip = new Blocks('gzip');
  const roomLeft = (): number => roomFor(source.length) - (gzip.built?.length ?? 0);
  const lettersOf = ({ from, to, wrapped }: Run): Buffer =>
    wrapped ? withoutLineEnds(source.subarray(from, to)) : source.subarray(from, to);
  findRuns(source, places, {
    hex: (run) => {
      if (!isNew(run.from, run.to)) return;
      const letters = lettersOf(run);
      decodeHexRun(letters, (bytes, skip) => hex.add(bytes, behind(run, skip)));
      const inflated = inflateHex(letters, roomLeft());
      if (inflated !== undefined) gzip.add(inflated, run);
    },
    base32: (run) => {
      if (isNew(run.from, run.to)) decodeBase32(lettersOf(run), (bytes, skip) => base32.add(bytes, behind(run, skip)));
    },
    base64: (run) => {
      if (!isNew(run.from, run.to)) return;
      const letters = lettersOf(run);
      decodeBase64(letters, (bytes, skip, isText) => {
        (isText ? base64 : binary).add(bytes, behind(run, skip));
        const inflated = inflate(bytes, roomLeft());
        if (inflated !== undefined) gzip.add(inflated, behind(run, skip));
      });
      // `rev | base64 -d`: the padding stands in front.
      if (source[run.from - 1] === 0x3d && source[run.from - 2] === 0x3d) {
        decodeBase64(Buffer.from(letters).reverse(), (bytes) => base64.add(bytes, run));
      }
    },
  });
  decodeHexPairs(source, places, (bytes, from, to) => {
    if (isNew(from, to)) hex.add(bytes, { from, to });
  });
  decodeCharCodes(source, places, (bytes, from, to) => {
    if (isNew(from, to)) codes.add(bytes, { from, to });
  });
  return { texts: [base64, base32, hex, codes, gzip], binary };
}

/** A run without the letters that were left out in front; line ends make that inexact, and it matters little. */
function behind({ from, to }: Run, skipped: number): Range {
  return { from: from + skipped, to };
}

function withoutLineEnds(wrapped: Buffer): Buffer {
  const letters = Buffer.allocUnsafe(wrapped.length);
  let length = 0;
  for (let at = 0; at < wrapped.length; at++) {
    const start = lineStart(wrapped, at);
    if (start !== -1) at = start;
    if (wrapped[at]! > 0x20) letters[length++] = wrapped[at]!;
  }
  return letters.subarray(0, length);
}
