import { disguiseNumber } from './disguise.js';
import { hexPair } from './digits.js';
import { bytesOf } from './letters.js';
import { eachPlace, WANTED_BY, type Places, type Trigger } from './places.js';
import { isTextByte } from './printable.js';
import type { ViewBuilder } from './view.js';

const QUOTED_PRINTABLE = disguiseNumber('quoted_printable');
const EQUALS = 0x3d;
const BLANKS = bytesOf(' \t');
/** Mail has the digits in upper case; decoders take the others as well. */
export const QUOTED_PRINTABLE_TRIGGERS: readonly Trigger[] = [
  { at: bytesOf('='), behind: { bytes: bytesOf('0123456789ABCDEF\r\n') } },
  // A blank behind the sign is in every `x = 1`: that one stands at the end of a line is told from there.
  { before: { bytes: bytesOf(' ') }, at: bytesOf('\r\n') },
];
/** Blanks behind a `=` that lines go on behind, which decoders leave out with it. */
const MAX_BLANKS = 16;
/** Another coded byte this near says that it is no accident. */
const NEIGHBOUR_BYTES = 48;

/**
 * Takes off the quoted-printable encoding of mail (RFC 2045, section 6.7): `=41`, and lines that go on behind a `=`.
 *
 * @returns whether anything was taken off.
 */
export function quotedPrintable(source: Buffer, out: ViewBuilder, places: Places): boolean {
  let copied = 0;
  eachPlace(places, WANTED_BY.quotedPrintable, (place) => {
    const at = source[place] === EQUALS ? place : signBefore(source, place);
    if (at < copied) return place;
    const value = hexPair(source, at + 1);
    const next = value === -1 ? softBreakEnd(source, at + 1) : at + 3;
    if (next === -1 || (value !== -1 && !isCoded(source, at, copied))) return place;
    out.between(source, copied, at);
    const begin = out.length;
    if (value !== -1) out.byte(value);
    out.edited(QUOTED_PRINTABLE, begin, at, next);
    return (copied = next);
  });
  if (out.edits.size === 0) return false;
  out.between(source, copied, source.length, true);
  return true;
}

/**
 * Whether the pair at an offset is one of several: `x=10` alone is an assignment.
 *
 * @param before Where the last pair ended.
 */
function isCoded(source: Buffer, at: number, before: number): boolean {
  // In small letters only three in a row are no accident.
  if (hasRow(source, at) || (before === at && before > 0 && isText(hexPair(source, at + 1)))) return true;
  if (!isPair(source, at)) return false;
  if (before > 0 && at - before < NEIGHBOUR_BYTES) return true;
  const next = source.indexOf(EQUALS, at + 3);
  if (next === -1 || next - at > NEIGHBOUR_BYTES) return false;
  return isPair(source, next) || softBreakEnd(source, next + 1) !== -1;
}

/** Whether a byte of some text is coded at an offset; `?page=12&per_page=100` codes none. */
function isPair(source: Buffer, at: number): boolean {
  const value = hexPair(source, at + 1);
  if (value === -1 || isLower(source[at + 1]!) || isLower(source[at + 2]!)) return false;
  return isText(value);
}

function hasRow(source: Buffer, at: number): boolean {
  for (let pair = at; pair < at + 9; pair += 3) {
    if (source[pair] !== EQUALS || !isText(hexPair(source, pair + 1))) return false;
  }
  return true;
}

function isText(value: number): boolean {
  return value >= 0x80 || (value !== -1 && isTextByte(value));
}

function isLower(byte: number): boolean {
  return byte >= 0x61;
}

/** Where the `=` stands that has nothing but blanks behind it up to the end of its line, or -1. */
function signBefore(source: Buffer, lineEnd: number): number {
  const first = lineEnd - MAX_BLANKS;
  let at = lineEnd - 1;
  while (at >= 0 && at > first && BLANKS.has(source[at]!)) at--;
  return source[at] === EQUALS ? at : -1;
}

/** Where the next line begins, when nothing but blanks stands in front of the end of this one. */
function softBreakEnd(source: Buffer, sign: number): number {
  let at = sign;
  while (at < sign + MAX_BLANKS && BLANKS.has(source[at] ?? 0)) at++;
  if (source[at] === 0x0a) return at + 1;
  return source[at] === 0x0d && source[at + 1] === 0x0a ? at + 2 : -1;
}
