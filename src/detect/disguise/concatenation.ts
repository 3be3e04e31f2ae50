import { APPEND_TRIGGERS, appendSeamsAt, literalInTemplate } from './appended-literals.js';
import { disguiseNumber } from './disguise.js';
import { bytesOf } from './letters.js';
import { BLANKS, JOIN_TRIGGERS, joinedListAt, LETTERS_OF_JOIN, QUOTES } from './joined-list.js';
import { eachPlace, WANTED_BY, type Places, type Trigger } from './places.js';
import type { ViewBuilder } from './view.js';

const CONCATENATION = disguiseNumber('concatenation');
/** Longest gap between two literals that are put together. */
const MAX_GAP = 12;

/** What languages put strings together with; a backslash and `& _` go on in the next line. */
const OPERATORS: ReadonlySet<string> = new Set(['+', '.', '&', '\\', '&_', '+\\', '||', '..', '++', '<>']);
const OPERATOR_SIGNS = bytesOf([...OPERATORS].join(''));
const MAX_OPERATOR = 2;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;

/** What may follow a literal that is put together with another, and what puts a list together. */
export const CONCATENATION_TRIGGERS: readonly Trigger[] = [
  { at: QUOTES, behind: { bytes: BLANKS.union(bytesOf('+.&\\|')) } },
  ...JOIN_TRIGGERS,
  ...APPEND_TRIGGERS,
];

/**
 * Joins string literals that source code puts together: `'sk-' + 'ant'`, `"a" . "b"`, `"a" & "b"`, `'a' || 'b'`, literals
 * beside each other, as C and Python join them, those of a list (`['cu', 'rl'].join('')`), of calls (`'cu'.concat('rl')`)
 * and statements (`s = 'cu'; s += 'rl'`) that append, and of templates (`${'cu'}rl`).
 *
 * @returns whether any were joined.
 */
export function concatenation(source: Buffer, out: ViewBuilder, places: Places): boolean {
  let copied = 0;
  const join = (from: number, to: number, glue: string): void => {
    // Part of a list may have been put together by other signs.
    if (from < copied) return;
    out.between(source, copied, from);
    const begin = out.length;
    for (let i = 0; i < glue.length; i++) out.byte(glue.charCodeAt(i));
    out.edited(CONCATENATION, begin, from, to);
    copied = to;
  };
  eachPlace(places, WANTED_BY.concatenation, (at) => {
    const byte = source[at]!;
    if (QUOTES.has(byte)) {
      const next = at === 0 ? -1 : seamEnd(source, at);
      if (next !== -1) join(at, next, '');
    } else if (byte === BRACE) {
      const literal = literalInTemplate(source, at);
      if (literal !== undefined) {
        join(at - 1, literal.from, '');
        join(literal.to, literal.end, '');
      }
    } else if (!LETTERS_OF_JOIN.has(byte)) {
      for (const { from, to } of appendSeamsAt(source, at)) join(from, to, '');
    } else {
      const list = joinedListAt(source, at);
      for (const { from, to } of list?.seams ?? []) join(from, to, list?.glue ?? '');
    }
    return copied;
  });
  if (out.edits.size === 0) return false;
  out.between(source, copied, source.length, true);
  // What a literal escapes reads as itself only when the literals are known: in what is unescaped first, an escaped quote
  // would end one.
  out.reopens = out.bytes.includes(BACKSLASH);
  return true;
}

/** Where the next literal's text begins, when the literal that ends at `at` is joined with another, or -1. */
function seamEnd(source: Buffer, at: number): number {
  let operator = '';
  let spaces = 0;
  for (let next = at + 1; next < at + MAX_GAP; next++) {
    const byte = source[next] ?? 0;
    if (BLANKS.has(byte)) spaces++;
    else if (QUOTES.has(byte)) return (operator === '' ? spaces > 0 : OPERATORS.has(operator)) ? next + 1 : -1;
    else if (!OPERATOR_SIGNS.has(byte) || operator.length === MAX_OPERATOR) return -1;
    else operator += String.fromCharCode(byte);
  }
  return -1;
}
