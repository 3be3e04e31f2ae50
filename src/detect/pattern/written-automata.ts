import { ByteSet, WORDS } from './byte-set.js';
import type { Edge, EdgedExpression } from './expression.js';
import type { StateTable } from './state-table.js';
import { readTable, writeTable } from './written-table.js';

/** The automata that an expression may have, in the order in which they are written. */
export const ROLES = ['forward', 'fromAnchor', 'inFront', 'search', 'backward'] as const;
export type Role = (typeof ROLES)[number];

/** What an expression's record begins with: whether something must stand before or behind a match, and of what kind. */
const HAS_BEFORE = 1;
const EDGE_BEFORE = 2;
const HAS_AFTER = 4;
const EDGE_AFTER = 8;
/** Bytes of a set of bytes, a bit for each. */
const SET_BYTES = 4 * WORDS;
/** Bytes of an offset. */
const OFFSET_BYTES = 4;

/**
 * The automata of one expression as a record: its flags, the two sets of bytes beside a match where there are such, for each
 * of {@link ROLES} the offset of its table in the record, 0 for none, and the tables.
 */
export function writeAutomata(
  { before, after }: Pick<EdgedExpression, 'before' | 'after'>,
  tables: Readonly<Partial<Record<Role, StateTable>>>,
): Buffer {
  const edges = [before, after].flatMap((edge) => (edge === undefined ? [] : [wordsOf(edge.allowed)]));
  const flags =
    (before === undefined ? 0 : HAS_BEFORE) |
    (before?.textEdge === true ? EDGE_BEFORE : 0) |
    (after === undefined ? 0 : HAS_AFTER) |
    (after?.textEdge === true ? EDGE_AFTER : 0);
  const offsets = Buffer.alloc(OFFSET_BYTES * ROLES.length);
  const written: Uint8Array[] = [];
  let end = 1 + SET_BYTES * edges.length + offsets.length;
  ROLES.forEach((role, i) => {
    const table = tables[role];
    if (table === undefined) return;
    const bytes = writeTable(table);
    written.push(bytes);
    offsets.writeUInt32LE(end, OFFSET_BYTES * i);
    end += bytes.length;
  });
  return Buffer.concat([Buffer.from([flags]), ...edges, offsets, ...written]);
}

/** The automata of one expression that are written down, each read when it is first asked for. */
export class WrittenAutomata {
  readonly before: Edge | undefined;
  readonly after: Edge | undefined;
  readonly #record: Buffer;
  readonly #offsets: number;

  /** @param record What {@link writeAutomata} wrote, perhaps with something behind it. */
  constructor(record: Buffer) {
    const flags = record[0]!;
    let at = 1;
    const edge = (is: number, textEdge: number): Edge | undefined => {
      if ((flags & is) === 0) return undefined;
      at += SET_BYTES;
      return sharedEdge(record, at - SET_BYTES, (flags & textEdge) !== 0);
    };
    this.before = edge(HAS_BEFORE, EDGE_BEFORE);
    this.after = edge(HAS_AFTER, EDGE_AFTER);
    this.#record = record;
    this.#offsets = at;
  }

  /** The table of one; undefined for one that there is not, or that has too many classes to be written. */
  table(role: Role): StateTable | undefined {
    const offset = this.#record.readUInt32LE(this.#offsets + OFFSET_BYTES * ROLES.indexOf(role));
    return offset === 0 ? undefined : readTable(this.#record, offset);
  }
}

function wordsOf(set: ByteSet): Buffer {
  const words = new Int32Array(WORDS);
  set.writeTo(words, 0);
  return Buffer.from(words.buffer);
}

/** Edges by what is written of them: the 1,300 expressions of the catalogue have a few dozen different ones. */
const knownEdges = new Map<string, Edge>();

function sharedEdge(record: Buffer, from: number, textEdge: boolean): Edge {
  const key = `${record.toString('latin1', from, from + SET_BYTES)}${Number(textEdge)}`;
  let edge = knownEdges.get(key);
  if (edge === undefined) {
    edge = { allowed: setAt(record, from), textEdge };
    knownEdges.set(key, edge);
  }
  return edge;
}

/** The record may begin at any byte, and words only at every fourth: so they are read one by one. */
function setAt(record: Buffer, from: number): ByteSet {
  return ByteSet.ofWords(Int32Array.from({ length: WORDS }, (_, i) => record.readInt32LE(from + 4 * i)));
}
