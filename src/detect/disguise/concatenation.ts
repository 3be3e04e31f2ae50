import { disguiseNumber } from './disguise.js';
import type { ViewBuilder } from './view.js';

const CONCATENATION = disguiseNumber('concatenation');
/** Longest gap between two literals that are put together. */
const MAX_GAP = 12;

const QUOTE = new Uint8Array(256);
for (const char of '\'"`') QUOTE[char.charCodeAt(0)] = 1;
/** What may follow a literal that is put together with another. */
const JOINS = new Uint8Array(256);
for (const char of ' \t\r\n+.&\\') JOINS[char.charCodeAt(0)] = 1;

/**
 * Joins string literals that source code puts together: `'sk-' + 'ant'`, `"a" . "b"`, `"a" & "b"`, and literals beside
 * each other, as C and Python join them.
 *
 * @returns whether any were joined.
 */
export function concatenation(source: Buffer, out: ViewBuilder): boolean {
  let copied = 0;
  const end = source.length;
  for (let at = 1; at + 2 < end; at++) {
    if (QUOTE[source[at]!] === 0 || JOINS[source[at + 1]!] === 0) continue;
    const next = seamEnd(source, at);
    if (next === -1) continue;
    out.between(source, copied, at);
    out.edited(CONCATENATION, out.length, at, next);
    copied = next;
    at = next - 1;
  }
  if (out.edits.size === 0) return false;
  out.between(source, copied, end, true);
  return true;
}

/** Where the next literal's text begins, when the literal that ends at `at` is joined with another, or -1. */
function seamEnd(source: Buffer, at: number): number {
  let operators = 0;
  let spaces = 0;
  for (let next = at + 1; next < at + MAX_GAP; next++) {
    const byte = source[next] ?? 0;
    if (byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) spaces++;
    else if (byte === 0x2b || byte === 0x2e || byte === 0x26 || byte === 0x5c) operators++;
    else if (QUOTE[byte] === 1) return operators > 0 || spaces > 0 ? next + 1 : -1;
    else return -1;
    if (operators > 1) return -1;
  }
  return -1;
}
