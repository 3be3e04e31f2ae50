import { CHAR_CODE_TRIGGERS } from './char-codes.js';
import { CONCATENATION_TRIGGERS } from './concatenation.js';
import { HEX_PAIR_TRIGGERS } from './hex.js';
import { MIN_RUN, WANTED_BY, type Neighbour, type Places, type Trigger } from './places.js';
import { QUOTED_PRINTABLE_TRIGGERS } from './quoted-printable.js';
import { isRunByte } from './runs.js';
import { SHELL_TRIGGERS } from './shell.js';
import { AT, MAX_KINDS, surveyModule } from './survey-module.js';

const TRIGGERS: readonly (readonly [number, readonly Trigger[]])[] = [
  [WANTED_BY.shell, SHELL_TRIGGERS],
  [WANTED_BY.concatenation, CONCATENATION_TRIGGERS],
  [WANTED_BY.quotedPrintable, QUOTED_PRINTABLE_TRIGGERS],
  [WANTED_BY.hexPairs, HEX_PAIR_TRIGGERS],
  [WANTED_BY.charCodes, CHAR_CODE_TRIGGERS],
];

const RUN_BYTE = 0x80;

let tablesAreWritten = false;

/**
 * Finds the places of a text that a pass has to look at, for all passes in one go: about a nanosecond a byte, and most
 * bytes are in no such place.
 */
export function survey(source: Uint8Array): Places {
  const { length } = source;
  const offsets = align(AT.text + length);
  const runs = offsets + length * 4;
  // A run and what ends it are longer than the two numbers that it takes.
  const bits = runs + length + 16;
  const memory = surveyModule.reserve(bits + length);
  if (!tablesAreWritten) writeTables(memory);
  memory.set(source, AT.text);
  const count = surveyModule.survey(AT.text, length, AT.kinds, AT.wanted, offsets, bits, runs, MIN_RUN);
  return {
    offsets: new Uint32Array(memory.buffer, offsets, count),
    wantedBy: memory.subarray(bits, bits + count),
    runs: new Uint32Array(memory.buffer, runs, (surveyModule.runsEnd - runs) / 4),
  };
}

function align(offset: number): number {
  return (offset + 7) & ~7;
}

function writeTables(memory: Uint8Array): void {
  const { kindOf, bytes } = kinds();
  for (let byte = 0; byte < 256; byte++) memory[AT.kinds + byte] = kindOf[byte]! | (isRunByte(byte) ? RUN_BYTE : 0);
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
