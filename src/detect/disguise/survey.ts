import { byteClass } from './byte-class.js';
import { CHAR_CODE_TRIGGERS } from './char-codes.js';
import { CONCATENATION_TRIGGERS } from './concatenation.js';
import { HEX_PAIR_TRIGGERS, HEX_PREFIX_TRIGGERS } from './hex.js';
import { MIN_RUN, WANTED_BY, type Neighbour, type Places, type Trigger } from './places.js';
import { QUOTED_PRINTABLE_TRIGGERS } from './quoted-printable.js';
import { RUN_BYTES } from './runs.js';
import { SHELL_TRIGGERS } from './shell.js';
import { AT, MAX_KINDS, surveyModule } from './survey-module.js';

/** Who looks only at some places, and at which. */
export const TRIGGERS: readonly (readonly [number, readonly Trigger[]])[] = [
  [WANTED_BY.shell, SHELL_TRIGGERS],
  [WANTED_BY.concatenation, CONCATENATION_TRIGGERS],
  [WANTED_BY.quotedPrintable, QUOTED_PRINTABLE_TRIGGERS],
  [WANTED_BY.hexPairs, HEX_PAIR_TRIGGERS],
  [WANTED_BY.charCodes, CHAR_CODE_TRIGGERS],
  [WANTED_BY.hexPrefix, HEX_PREFIX_TRIGGERS],
];

/** Most views are a decoded word, and a view of memory costs as much as to look at that. */
const NOWHERE = { offsets: new Uint32Array(0), wanted: 0, wantedBy: new Uint8Array(0) } as const;

let tablesAreWritten = false;

/**
 * Finds the places of a text that a pass has to look at, for all passes in one go: less than a nanosecond a byte, and
 * most bytes are in no such place.
 */
export function survey(source: Uint8Array): Places {
  if (!tablesAreWritten) writeTables();
  const { length } = source;
  // Runs take less than a byte for each byte of the text, places four, their bits one. While runs are looked for they take
  // four, before there are places.
  const runs = surveyModule.put(source, length * 6 + 32);
  const places = runs + ((length + 15) & ~7);
  const bits = places + length * 4 + 4;
  const runsFound = surveyModule.runs(length, MIN_RUN, runs);
  const count = surveyModule.survey(length, places, bits);
  if (count === 0) return { ...NOWHERE, runs: runsFound };
  const wantedBy = surveyModule.bytes.subarray(bits, bits + count);
  let wanted = 0;
  for (let i = 0; i < count; i++) wanted |= wantedBy[i]!;
  return {
    offsets: new Uint32Array(surveyModule.bytes.buffer, places, count),
    wanted,
    wantedBy,
    runs: runsFound,
  };
}

function writeTables(): void {
  const memory = surveyModule.bytes;
  const { kindOf, bytes } = kinds();
  const surveyed = TRIGGERS.flatMap(([, triggers]) => triggers.map(({ at }) => at));
  memory.set(byteClass(surveyed.reduce((all, set) => all.union(set))), AT.surveyed);
  memory.set(byteClass(RUN_BYTES), AT.runBytes);
  memory.set(kindOf, AT.kinds);
  for (const [bit, triggers] of TRIGGERS) {
    for (const { before, at, behind } of triggers) {
      const [first, middle, last] = [kindsOf(before, bytes), kindsOf({ bytes: at }, bytes), kindsOf(behind, bytes)];
      for (const a of first) {
        for (const b of middle) for (const c of last) memory[AT.wanted + (a * MAX_KINDS + b) * MAX_KINDS + c]! |= bit;
      }
    }
  }
  tablesAreWritten = true;
}

/** Bytes that no trigger tells apart are of one kind; kind 0 is the edge of the text. */
function kinds(): { readonly kindOf: Uint8Array; readonly bytes: readonly number[] } {
  const sets = TRIGGERS.flatMap(([, triggers]) =>
    triggers.flatMap(({ before, at, behind }) => [before?.bytes, at, behind?.bytes].filter((set) => set !== undefined)),
  );
  const known = new Map<string, number>();
  const kindOf = new Uint8Array(256);
  /** A byte of each kind; -1 stands for the edge. */
  const bytes = [-1];
  for (let byte = 0; byte < 256; byte++) {
    const membership = sets.map((set) => (set.has(byte) ? '1' : '0')).join('');
    let kind = known.get(membership);
    if (kind === undefined) {
      kind = bytes.push(byte) - 1;
      known.set(membership, kind);
    }
    kindOf[byte] = kind;
  }
  if (bytes.length > MAX_KINDS) throw new RangeError(`triggers tell ${bytes.length} kinds of bytes apart`);
  return { kindOf, bytes };
}

function kindsOf(neighbour: Neighbour | undefined, bytes: readonly number[]): number[] {
  const all = bytes.map((_, kind) => kind);
  if (neighbour === undefined) return all;
  return all.filter((kind) => (kind === 0 ? neighbour.orEdge === true : neighbour.bytes.has(bytes[kind]!)));
}
