import { BARRIER_BYTES } from '../barrier.js';
import { disguiseNumber } from './disguise.js';
import type { Range } from './edit-list.js';
import { isLetter } from './letters.js';
import { ViewBuilder } from './view.js';

/** Disguises that keep every byte in a place of its own. They are found by the mirrored anchors of the rules. */
export type Mirror = 'rot13' | 'reversed';

/** What each byte looks like in ROT13. */
export const ROT13 = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  ROT13[byte] = isLetter(byte) ? byte + ((byte | 0x20) < 0x6e ? 13 : -13) : byte;
}

/** What each byte looks like in ROT13, as a text of one character. */
const ROT13_CHARACTERS = Array.from(ROT13, (byte) => String.fromCharCode(byte));

/** A literal as it looks in a mirror. */
export function mirrored(literal: string, mirror: Mirror): string {
  // A rule set asks this of thousands of literals while an agent waits.
  let image = '';
  if (mirror === 'rot13') for (let i = 0; i < literal.length; i++) image += ROT13_CHARACTERS[literal.charCodeAt(i)]!;
  else for (let i = literal.length - 1; i >= 0; i--) image += literal[i]!;
  return image;
}

/** Writes a piece of a text as it looks in a mirror to the start of `target`. */
export function mirrorInto(target: Uint8Array, source: Uint8Array, from: number, to: number, mirror: Mirror): void {
  if (mirror === 'rot13') for (let i = from; i < to; i++) target[i - from] = ROT13[source[i]!]!;
  else for (let i = from; i < to; i++) target[to - 1 - i] = source[i]!;
}

/** Takes the disguise off some ranges of a text; what lies between them is left out. */
export function unmirror(source: Buffer, ranges: readonly Range[], mirror: Mirror): ViewBuilder {
  const out = new ViewBuilder(ranges.reduce((sum, { from, to }) => sum + to - from + BARRIER_BYTES.length, 0));
  const disguise = disguiseNumber(mirror);
  for (const { from, to } of ranges) {
    // What a rule finds must be wholly of one range.
    out.copyAll(BARRIER_BYTES);
    const begin = out.length;
    const bytes = new Uint8Array(to - from);
    mirrorInto(bytes, source, from, to, mirror);
    out.copyAll(bytes);
    out.edited(disguise, begin, from, to);
  }
  return out;
}
