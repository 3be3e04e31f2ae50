import { disguiseNumber } from './disguise.js';
import { bytesOf } from './letters.js';
import { eachPlace, WANTED_BY, type Places, type Trigger } from './places.js';
import type { ViewBuilder } from './view.js';

const CONCATENATION = disguiseNumber('concatenation');
/** Longest gap between two literals that are put together. */
const MAX_GAP = 12;

const QUOTES = bytesOf('\'"`');
const BLANKS = bytesOf(' \t\r\n');
/** What languages put strings together with; a backslash and `& _` go on in the next line. */
const OPERATORS: ReadonlySet<string> = new Set(['+', '.', '&', '\\', '&_', '+\\', '||', '..', '++', '<>']);
const OPERATOR_SIGNS = bytesOf([...OPERATORS].join(''));
const MAX_OPERATOR = 2;

/** What may follow a literal that is put together with another. */
export const CONCATENATION_TRIGGERS: readonly Trigger[] = [
  { at: QUOTES, behind: { bytes: BLANKS.union(bytesOf('+.&\\|')) } },
];

/**
 * Joins string literals that source code puts together: `'sk-' + 'ant'`, `"a" . "b"`, `"a" & "b"`, `'a' || 'b'`, and literals
 * beside each other, as C and Python join them.
 *
 * @returns whether any were joined.
 */
export function concatenation(source: Buffer, out: ViewBuilder, places: Places): boolean {
  let copied = 0;
  eachPlace(places, WANTED_BY.concatenation, (at) => {
    const next = at === 0 ? -1 : seamEnd(source, at);
    if (next === -1) return at;
    out.between(source, copied, at);
    out.edited(CONCATENATION, out.length, at, next);
    return (copied = next);
  });
  if (out.edits.size === 0) return false;
  out.between(source, copied, source.length, true);
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
