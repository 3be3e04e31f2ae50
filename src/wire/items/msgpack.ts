import { numberAt, type Head } from './separate-items.js';

/** First bytes behind which a length in 1, 2 or 4 bytes stands (MessagePack specification, "Formats"): bin, str. */
const STRINGS = new Map([
  [0xc4, 1],
  [0xc5, 2],
  [0xc6, 4],
  [0xd9, 1],
  [0xda, 2],
  [0xdb, 4],
]);
/** The same for extensions, whose type stands behind the length. */
const EXTENSIONS = new Map([
  [0xc7, 1],
  [0xc8, 2],
  [0xc9, 4],
]);
/** Extensions of 1, 2, 4, 8 and 16 bytes, behind their type. */
const FIXED_EXTENSIONS = new Map([
  [0xd4, 1],
  [0xd5, 2],
  [0xd6, 4],
  [0xd7, 8],
  [0xd8, 16],
]);
/** How many bytes the values and counts of the others have, from 0xca on: numbers; from 0xdc on: arrays and maps. */
const NUMBERS = new Map([...[4, 8, 1, 2, 4, 8, 1, 2, 4, 8].entries()].map(([i, bytes]) => [0xca + i, bytes]));
const COUNTS = new Map([...[2, 4, 2, 4].entries()].map(([i, bytes]) => [0xdc + i, bytes]));
/** Not used by the specification. */
const NEVER = 0xc1;

/** The head of a MessagePack object. */
export function msgpackHead(bytes: Buffer, at: number): Head | undefined {
  const first = bytes[at]!;
  if (first === NEVER) return undefined;
  // Short strings: 101xxxxx.
  if (first >> 5 === 0b101) return { end: at + 1, stringBytes: first & 31 };
  const fixed = FIXED_EXTENSIONS.get(first);
  if (fixed !== undefined) return { end: at + 2, stringBytes: fixed };
  const length = STRINGS.get(first) ?? EXTENSIONS.get(first);
  if (length === undefined) return { end: at + 1 + (NUMBERS.get(first) ?? COUNTS.get(first) ?? 0), stringBytes: 0 };
  const type = EXTENSIONS.has(first) ? 1 : 0;
  return { end: at + 1 + length + type, stringBytes: numberAt(bytes, at + 1, length) };
}
