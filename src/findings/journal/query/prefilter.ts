import { lineTimes } from '../line.js';
import { fitsTime, type Filter } from './filter.js';

/** Lines in a block as pairs of offsets: the first byte, and the line end behind the last one. Oldest first. */
export type LineOffsets = readonly number[];

const LF = 10;

const DEST_KEY = Buffer.from('"dest":"');
const DEST_END = Buffer.from('","source":"');

/** How far the order in which conditions are looked for is trusted, in bytes of journal. */
const RANKED_EVERY_BYTES = 16 * 1024 * 1024;

/** Something that fitting lines contain: one of these byte strings, as the writer writes them. */
type Alternatives = readonly Buffer[];

/**
 * Finds the lines of a block that can fit a filter, on the raw bytes. A JSON string holds no bare quotation mark, so
 * `"pattern":"x"` stands only where the key does. Lines that it returns are still to be parsed and compared; lines
 * that it leaves out do not fit.
 */
export class Prefilter {
  readonly #filter: Filter;
  /** All of them are in a line that fits; the first is searched for, the others are looked for in what that finds. */
  #needles: readonly Alternatives[];
  readonly #dest: Buffer | undefined;
  #bytesUntilRanked = 0;

  constructor(filter: Filter, extra: readonly Buffer[] = []) {
    this.#filter = filter;
    this.#dest = filter.dest === undefined ? undefined : asWritten(filter.dest);
    this.#needles = [
      ...member('pattern', filter.pattern),
      ...(this.#dest === undefined ? [] : [[this.#dest]]),
      ...extra.map((needle) => [needle]),
      ...member('agent', filter.agent),
      ...member('severity', ...(filter.severities ?? [undefined])),
      ...member('threat_type', filter.threatType),
      ...member('direction', filter.direction),
    ];
  }

  /** The lines of a block, all with their line end, that can fit. */
  candidates(block: Buffer): LineOffsets {
    this.#rank(block);
    const [first, ...others] = this.#needles;
    const found: number[] = [];
    const hop = first && new Hop(block, first);
    for (let at = 0; at < block.length;) {
      const hit = hop === undefined ? at : hop.from(at);
      if (hit === -1) break;
      // Nothing before `at` is looked at again, so the search for the line's front ends there.
      const start = hop === undefined ? at : block.lastIndexOf(LF, hit) + 1;
      const end = block.indexOf(LF, hit);
      if (this.#canFit(block, start, end, others)) found.push(start, end);
      at = end + 1;
    }
    return found;
  }

  /**
   * Puts what is rarest first, as it is in this block: a host's name can stand in every line, and an agent's in none.
   * Looked at again now and then, because a journal changes.
   */
  #rank(block: Buffer): void {
    this.#bytesUntilRanked -= block.length;
    if (this.#bytesUntilRanked > 0 || this.#needles.length < 2) return;
    this.#bytesUntilRanked = RANKED_EVERY_BYTES;
    const counted = this.#needles.map((needle) => ({ needle, count: occurrences(block, needle) }));
    this.#needles = counted.sort((a, b) => a.count - b.count).map(({ needle }) => needle);
  }

  #canFit(block: Buffer, start: number, end: number, needles: readonly Alternatives[]): boolean {
    const { since, until } = this.#filter;
    if (since !== undefined || until !== undefined) {
      const times = lineTimes(block, start, end);
      if (times !== undefined && !fitsTime(this.#filter, times.first, times.last)) return false;
    }
    if (needles.length === 0 && this.#dest === undefined) return true;
    const line = block.subarray(start, end);
    return (
      needles.every((alternatives) => alternatives.some((needle) => line.includes(needle))) &&
      (this.#dest === undefined || isInDest(line, this.#dest))
    );
  }
}

/** How often any of several byte strings stands in a block. */
function occurrences(block: Buffer, needles: Alternatives): number {
  const hop = new Hop(block, needles);
  let count = 0;
  for (let at = hop.from(0); at !== -1; at = hop.from(at + 1)) count++;
  return count;
}

/** The next place of any of several byte strings, each searched for only once over the block. */
class Hop {
  readonly #block: Buffer;
  readonly #needles: Alternatives;
  readonly #next: number[];

  constructor(block: Buffer, needles: Alternatives) {
    this.#block = block;
    this.#needles = needles;
    this.#next = needles.map(() => -1);
  }

  /** The first place at `at` or behind it; -1 when there is none. `at` only grows. */
  from(at: number): number {
    let nearest = Infinity;
    this.#needles.forEach((needle, i) => {
      let next = this.#next[i]!;
      if (next < at) {
        const found = this.#block.indexOf(needle, at);
        this.#next[i] = next = found === -1 ? Infinity : found;
      }
      nearest = Math.min(nearest, next);
    });
    return nearest === Infinity ? -1 : nearest;
  }
}

function isInDest(line: Buffer, text: Buffer): boolean {
  const key = line.indexOf(DEST_KEY);
  // A line of another form: let the parser decide.
  if (key === -1) return true;
  const start = key + DEST_KEY.length;
  const at = line.indexOf(text, start);
  if (at === -1) return false;
  const end = line.indexOf(DEST_END, start);
  return end === -1 || at + text.length <= end;
}

/** A key with any of some values, as JSON; no condition when the only value is undefined. */
function member(key: string, ...values: readonly (string | undefined)[]): Alternatives[] {
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length) return [];
  return [known.map((value) => Buffer.from(`"${key}":${JSON.stringify(value)}`))];
}

/**
 * Part of a text as it stands in the file, where JSON escapes each unit of it for itself. Half of a character that takes
 * two units is written in another way than the whole, and so is not found in it.
 */
function asWritten(text: string): Buffer {
  return Buffer.from(JSON.stringify(text).slice(1, -1));
}
