import { hexValue } from './digits.js';
import { isLetter } from './letters.js';

/** Named references for ASCII characters and spaces, from the HTML standard's table of named character references. */
const NAMED: ReadonlyMap<string, number> = new Map(
  Object.entries({
    amp: 0x26,
    AMP: 0x26,
    lt: 0x3c,
    LT: 0x3c,
    gt: 0x3e,
    GT: 0x3e,
    quot: 0x22,
    QUOT: 0x22,
    apos: 0x27,
    nbsp: 0x20,
    ensp: 0x20,
    emsp: 0x20,
    Tab: 9,
    NewLine: 10,
    excl: 0x21,
    num: 0x23,
    dollar: 0x24,
    percnt: 0x25,
    lpar: 0x28,
    rpar: 0x29,
    ast: 0x2a,
    midast: 0x2a,
    plus: 0x2b,
    comma: 0x2c,
    period: 0x2e,
    sol: 0x2f,
    colon: 0x3a,
    semi: 0x3b,
    equals: 0x3d,
    quest: 0x3f,
    commat: 0x40,
    lsqb: 0x5b,
    lbrack: 0x5b,
    bsol: 0x5c,
    rsqb: 0x5d,
    rbrack: 0x5d,
    Hat: 0x5e,
    lowbar: 0x5f,
    UnderBar: 0x5f,
    grave: 0x60,
    DiacriticalGrave: 0x60,
    lcub: 0x7b,
    lbrace: 0x7b,
    verbar: 0x7c,
    vert: 0x7c,
    VerticalLine: 0x7c,
    rcub: 0x7d,
    rbrace: 0x7d,
    hyphen: 0x2d,
    dash: 0x2d,
    shy: 0xad,
    ZeroWidthSpace: 0x200b,
    zwnj: 0x200c,
    zwj: 0x200d,
  }),
);
const LONGEST_NAME = Math.max(...[...NAMED.keys()].map((name) => name.length));
const LONGEST_NUMBER = 10;

/** A reference's character, or -1 when there is none, and where it ends. */
export interface Reference {
  readonly value: number;
  readonly end: number;
}

/** Reads the character reference that begins with the ampersand at an offset; the semicolon may miss behind a number. */
export function referenceAt(source: Buffer, at: number): Reference {
  return source[at + 1] === 0x23 ? numeric(source, at + 2) : named(source, at + 1);
}

function numeric(source: Buffer, at: number): Reference {
  const hexadecimal = (source[at] ?? 0) === 0x78 || source[at] === 0x58;
  const first = hexadecimal ? at + 1 : at;
  let end = first;
  let value = 0;
  while (end < source.length && end < first + LONGEST_NUMBER) {
    const digit = hexValue(source[end]!);
    if (digit === -1 || (!hexadecimal && digit > 9)) break;
    value = value * (hexadecimal ? 16 : 10) + digit;
    end++;
  }
  if (end === first || value > 0x10ffff) return { value: -1, end };
  return { value, end: source[end] === 0x3b ? end + 1 : end };
}

function named(source: Buffer, at: number): Reference {
  let end = at;
  while (end < at + LONGEST_NAME && isLetter(source[end] ?? 0)) end++;
  if (end === at || source[end] !== 0x3b) return { value: -1, end };
  return { value: NAMED.get(source.toString('latin1', at, end)) ?? -1, end: end + 1 };
}
