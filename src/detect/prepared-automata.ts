import { readFileSync } from 'node:fs';
import { AutomataFile } from './pattern/automata-file.js';
import type { WrittenAutomata } from './pattern/written-automata.js';

/**
 * Where `npm run build` leaves the automata of the catalogue, seen from a bundled program on the host
 * (payload/cli/main.js) and from this file as the compiler leaves it.
 */
const PLACE = '../rules/automata.bin';

/** Undefined before it was asked for, null where there is none. */
let file: AutomataFile | null | undefined;

/**
 * The automata of an expression, by its digest, that were built ahead of time. An expression that is not in there, because it is none of
 * the catalogue's or was changed since, has none, and so have all where the file is missing or damaged: then they are built
 * when they are needed, which only takes longer.
 */
export function preparedAutomata(digest: string): WrittenAutomata | undefined {
  if (file === undefined) file = open();
  return file?.automataOf(digest);
}

function open(): AutomataFile | null {
  try {
    return new AutomataFile(readFileSync(new URL(PLACE, import.meta.url)));
  } catch {
    return null;
  }
}
