import { disguiseNumber } from './disguise.js';
import { hexPair, hexValue } from './digits.js';
import { referenceAt } from './html-reference.js';
import type { ViewBuilder } from './view.js';

const PERCENT = disguiseNumber('percent');
const ESCAPE = disguiseNumber('escape');
const HTML = disguiseNumber('html');

/** What single letters behind a backslash stand for in JSON, JavaScript, C, Python and `$'...'` of a shell. */
const LETTERS: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  b: 8,
  f: 12,
  v: 11,
  a: 7,
  e: 27,
  '"': 0x22,
  "'": 0x27,
  '`': 0x60,
  '/': 0x2f,
  '\\': 0x5c,
};
const LETTER = new Int16Array(256).fill(-1);
for (const [letter, byte] of Object.entries(LETTERS)) LETTER[letter.charCodeAt(0)] = byte;

/**
 * Takes off one layer of percent-encoding, string escapes and HTML references, all in one pass from left to right:
 * whichever an attacker nests in which, repeating this reaches the bottom.
 *
 * @returns whether anything was taken off.
 */
export function unescape(source: Buffer, out: ViewBuilder): boolean {
  let percent = source.indexOf(0x25);
  let backslash = source.indexOf(0x5c);
  let ampersand = source.indexOf(0x26);
  if (percent === -1 && backslash === -1 && ampersand === -1) return false;
  const plusIsSpace = percent !== -1 && hexPair(source, percent + 1) !== -1;
  let plus = plusIsSpace ? source.indexOf(0x2b) : -1;
  let copied = 0;
  const end = source.length;
  for (;;) {
    const at = Math.min(before(percent, end), before(backslash, end), before(ampersand, end), before(plus, end));
    if (at === end) break;
    let next = at + 1;
    let disguise = PERCENT;
    let value = -1;
    if (at === percent) {
      value = hexPair(source, at + 1);
      next = at + 3;
      if (value === -1 && (source[at + 1]! | 0x20) === 0x75) {
        value = fourHex(source, at + 2);
        next = at + 6;
      }
    } else if (at === plus) {
      value = 0x20;
    } else if (at === backslash) {
      disguise = ESCAPE;
      const escape = escapeAt(source, at + 1);
      value = escape.value;
      next = escape.end;
    } else {
      disguise = HTML;
      const reference = referenceAt(source, at);
      value = reference.value;
      next = reference.end;
    }
    if (value === -1) next = at + 1;
    else {
      out.between(source, copied, at);
      const begin = out.length;
      if (value >= 0) {
        // A percent-encoded byte is a byte; everything else names a character.
        if (disguise === PERCENT && value < 256) out.byte(value);
        else out.codePoint(value);
      }
      out.edited(disguise, begin, at, next);
      copied = next;
    }
    if (percent !== -1 && percent < next) percent = source.indexOf(0x25, next);
    if (backslash !== -1 && backslash < next) backslash = source.indexOf(0x5c, next);
    if (ampersand !== -1 && ampersand < next) ampersand = source.indexOf(0x26, next);
    if (plus !== -1 && plus < next) plus = source.indexOf(0x2b, next);
  }
  if (out.edits.size === 0) return false;
  out.between(source, copied, end, true);
  return true;
}

function before(index: number, end: number): number {
  return index === -1 ? end : index;
}

/** An escape's character, -1 for none, -2 for one that stands for nothing (a line that goes on). */
interface Escape {
  readonly value: number;
  readonly end: number;
}

function escapeAt(source: Buffer, at: number): Escape {
  const letter = source[at];
  if (letter === undefined) return { value: -1, end: at };
  if (letter === 0x75 || letter === 0x55) return unicodeEscape(source, at);
  if (letter === 0x78) {
    return source[at + 1] === 0x7b ? braced(source, at) : { value: hexPair(source, at + 1), end: at + 3 };
  }
  if (isOctal(letter)) {
    let value = 0;
    let end = at;
    // `echo -e` and `printf %b` have a zero in front of the three digits. In JSON behind `\0` stands what it stands for.
    const most = letter === 0x30 && isOctalOfLetter(source, at + 1) ? 4 : 3;
    while (end < at + most && isOctal(source[end]!)) value = value * 8 + source[end++]! - 0x30;
    return { value: value < 256 ? value : -1, end };
  }
  if (letter === 0x0a) return { value: -2, end: at + 1 };
  if (letter === 0x0d && source[at + 1] === 0x0a) return { value: -2, end: at + 2 };
  return { value: LETTER[letter]!, end: at + 1 };
}

/** Whether three octal digits of a letter, a digit or a sign stand here, with another escape or an end of the word behind. */
function isOctalOfLetter(source: Buffer, at: number): boolean {
  const [high, middle, low] = [source[at] ?? 0, source[at + 1] ?? 0, source[at + 2] ?? 0];
  return (high === 0x31 || high === 0x30) && isOctal(middle) && isOctal(low) && !isOctal(source[at + 3] ?? 0);
}

function isOctal(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x37;
}

/** `\u{41}` and `\x{41}`. */
function braced(source: Buffer, at: number): Escape {
  let value = 0;
  let end = at + 2;
  while (end < at + 8 && hexValue(source[end] ?? 0) !== -1) value = value * 16 + hexValue(source[end++]!);
  return { value: source[end] === 0x7d && end > at + 2 && value <= 0x10ffff ? value : -1, end: end + 1 };
}

/** `\u0041`, `\u{41}`, `\U00000041`, and pairs of surrogates. */
function unicodeEscape(source: Buffer, at: number): Escape {
  if (source[at + 1] === 0x7b) return braced(source, at);
  if (source[at] === 0x55) {
    const high = fourHex(source, at + 1);
    const low = fourHex(source, at + 5);
    const value = high === -1 || low === -1 ? -1 : high * 0x10000 + low;
    return { value: value <= 0x10ffff ? value : -1, end: at + 9 };
  }
  const first = fourHex(source, at + 1);
  if (first >= 0xd800 && first < 0xdc00 && source[at + 5] === 0x5c && (source[at + 6]! | 0x20) === 0x75) {
    const second = fourHex(source, at + 7);
    if (second >= 0xdc00 && second < 0xe000) {
      return { value: 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), end: at + 11 };
    }
  }
  return { value: first, end: at + 5 };
}

function fourHex(source: Buffer, at: number): number {
  const high = hexPair(source, at);
  const low = hexPair(source, at + 2);
  return high === -1 || low === -1 ? -1 : high * 256 + low;
}
