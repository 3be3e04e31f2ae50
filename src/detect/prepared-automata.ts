import { readFileSync } from 'node:fs';
import { RecordFile } from './record-file.js';
import { WrittenAutomata } from './pattern/written-automata.js';

/**
 * Where `npm run build` leaves the automata of the catalogue, seen from a bundled program on the host
 * (payload/cli/main.js) and from this file as the compiler leaves it.
 */
const PLACE = '../rules/automata.bin';

/** Undefined before it was asked for, null where there is none. */
let file: RecordFile | null | undefined;

/**
 * The automata of an expression, by its digest, that were built ahead of time. An expression that is not in there, because it is none of
 * the catalogue's or was changed since, has none, and so have all where the file is missing or damaged: then they are built
 * when they are needed, which only takes longer.
 */
export function preparedAutomata(digest: string): WrittenAutomata | undefined {
  if (file === undefined) file = open();
  const record = file?.recordOf(digest);
  return record && new WrittenAutomata(record);
}

function open(): RecordFile | null {
  try {
    return new RecordFile(readFileSync(new URL(PLACE, import.meta.url)));
  } catch {
    return null;
  }
}
