import { readFileSync } from 'node:fs';
import { RecordFile, shortDigest } from './record-file.js';
import type { LiteralAutomaton } from './scan/literal-automaton.js';
import { readLiteralAutomaton } from './scan/written-literals.js';

/** Where `npm run build` leaves it, as prepared-automata.ts has it. */
const PLACE = '../rules/literals.bin';
/** The automaton of fewer literals is built in less time than it takes to look for it. */
const MIN_LITERALS = 1_000;

/**
 * The automaton of all literals of a direction's rules that was built ahead of time: to build it is a quarter of what it takes
 * to have the rules ready. Undefined for other literals, and where the file is missing or damaged: then it is built. The
 * file is needed once for each direction, and so not kept.
 */
export function preparedLiterals(literals: readonly string[]): LiteralAutomaton | undefined {
  if (literals.length < MIN_LITERALS) return undefined;
  try {
    const record = new RecordFile(readFileSync(new URL(PLACE, import.meta.url))).recordOf(digestOfLiterals(literals));
    return record && readLiteralAutomaton(record, literals);
  } catch {
    return undefined;
  }
}

/** Names a list of literals. */
export function digestOfLiterals(literals: readonly string[]): string {
  return shortDigest(JSON.stringify(literals));
}
