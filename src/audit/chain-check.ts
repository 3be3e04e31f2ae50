import type { AuditEntry } from './events.js';
import { GENESIS, readAuditLine, sha256Of, type ChainHead } from './line.js';

/** A line by its file and its number in it, from 1. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
}

/**
 * What is wrong:
 *
 * - `edited`: the line's hash is not its own.
 * - `malformed`: it is no line of an audit log.
 * - `missing`: lines `seq` to `through_seq` are not there; the place is where they should be.
 * - `torn`: the last line is cut off, and it was whole once.
 * - `reordered`: it stands behind a line that was written after it.
 * - `repeated`: a line with its number stands before it.
 * - `replaced`: it is whole, but not the line that the next one, the head or the posture was written behind.
 * - `head_absent`, `head_damaged`: the record of where the chain stands is missing, so that nobody can tell whether lines
 *   were cut off at the end.
 * - `head_was_absent`: the same was found when this line was written.
 */
export interface AuditProblem extends LinePlace {
  readonly reason:
    | 'edited'
    | 'malformed'
    | 'missing'
    | 'torn'
    | 'reordered'
    | 'repeated'
    | 'replaced'
    | 'head_absent'
    | 'head_damaged'
    | 'head_was_absent';
  /** Number of the line in the log. */
  readonly seq?: number;
  readonly through_seq?: number;
}

/** Damage that cost no line: a fragment that a killed writer left, or a line that is being written now. */
export interface AuditRemark extends LinePlace {
  readonly kind: 'torn' | 'unfinished';
  readonly bytes: number;
}

interface Gap extends LinePlace {
  readonly from: number;
  readonly through: number;
}

const MAX_PROBLEMS = 1_000;
const MAX_GAPS = 10_000;

/** Follows a chain line by line and collects what is wrong with it. */
export class ChainCheck {
  readonly #pins: readonly ChainHead[];
  readonly #problems: AuditProblem[] = [];
  readonly #remarks: AuditRemark[] = [];
  #problemCount = 0;
  #lines = 0;
  #gaps: Gap[] = [];
  /** Lines that are not of the log and are not accounted for yet: one that was edited beyond recognition, or a fragment. */
  #strange: (LinePlace & { readonly bytes: number; readonly sha256: string })[] = [];
  /** The furthest line, with its hash when that is known. */
  #last: (LinePlace & { readonly seq: number; readonly hash: string | undefined }) | undefined;
  #head: ChainHead | undefined;
  /** What came before the first line that is there. */
  #before: (LinePlace & ChainHead) | undefined;
  #endsTorn: LinePlace | undefined;

  /** @param pins Places at which the chain is known to have stood. */
  constructor(pins: readonly ChainHead[]) {
    this.#pins = pins;
  }

  /** Takes a line without its line end. */
  line(bytes: Buffer, place: LinePlace): void {
    const read = readAuditLine(bytes);
    if (read.kind === 'malformed') {
      this.#strange.push({ ...place, bytes: bytes.length, sha256: sha256Of(bytes) });
      if (this.#strange.length > MAX_GAPS) this.#reportStrange();
    } else if (read.kind === 'edited') {
      this.#reportStrange();
      this.problem({ ...place, reason: 'edited', seq: read.seq });
      const seq = (this.#last?.seq ?? read.seq - 1) + 1;
      this.#before ??= { ...place, ...GENESIS };
      this.#last = { ...place, seq, hash: undefined };
    } else {
      this.#entry(read.entry, place);
    }
  }

  /** Takes what stands behind the last line end of a file; `length` is its whole length. */
  fragment(bytes: Buffer, length: number, place: LinePlace): void {
    if (readAuditLine(bytes).kind === 'entry') {
      this.line(bytes, place);
      return;
    }
    this.#endsTorn = place;
    this.#remarks.push({ ...place, kind: 'unfinished', bytes: length });
  }

  problem(problem: AuditProblem): void {
    this.#problemCount++;
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
  }

  /** @param currentFile Where lines that were cut off at the end should be. */
  finish(currentFile: string) {
    this.#reportStrange();
    for (const { from, through, file, line } of this.#gaps) {
      this.problem({ file, line, reason: 'missing', seq: from, through_seq: through });
    }
    if (this.#before !== undefined && this.#before.seq > 0) {
      const { file, line, seq } = this.#before;
      this.problem({ file, line, reason: 'missing', seq: 1, through_seq: seq });
    }
    const last = this.#last?.seq ?? 0;
    const known = Math.max(0, ...this.#pins.map(({ seq }) => seq));
    if (known > last) {
      const end = { file: this.#last?.file ?? currentFile, line: (this.#last?.line ?? 0) + 1 };
      const reason = this.#endsTorn !== undefined && known === last + 1 ? 'torn' : 'missing';
      this.problem({ ...(this.#endsTorn ?? end), reason, seq: last + 1, through_seq: known });
    }
    return {
      intact: this.#problemCount === 0,
      lines: this.#lines,
      head: this.#head,
      problems: this.#problems,
      problemCount: this.#problemCount,
      remarks: this.#remarks,
    };
  }

  #entry(entry: AuditEntry, place: LinePlace): void {
    const { seq, hash } = entry;
    this.#lines++;
    // The first line that is left may itself tell of the deletion of all before it.
    this.#before ??= { ...place, seq: seq - 1, hash: entry.prev };
    this.#explain(entry, place);
    const last = this.#last;
    for (const pin of this.#pins) {
      if (pin.seq === seq && pin.hash !== hash) this.problem({ ...place, reason: 'replaced', seq });
    }
    if (last !== undefined && seq <= last.seq) {
      this.#reportStrange();
      this.problem({ ...place, reason: this.#fillGap(seq) ? 'reordered' : 'repeated', seq });
      return;
    }
    if (last === undefined) this.#reportStrange();
    else if (seq > last.seq + 1) this.#openGap(last.seq + 1, seq - 1, place);
    else {
      this.#reportStrange();
      if (last.hash !== undefined && last.hash !== entry.prev) {
        this.problem({ file: last.file, line: last.line, reason: 'replaced', seq: last.seq });
      }
    }
    this.#last = { ...place, seq, hash };
    this.#head = { seq, hash };
  }

  /** A line that tells of damage accounts for what it tells of. */
  #explain({ event, seq }: AuditEntry, place: LinePlace): void {
    if (event.kind === 'store_repaired' && event.store === 'audit') {
      if (event.head_missing === true) this.problem({ ...place, reason: 'head_was_absent', seq });
      const torn = this.#strange.at(-1);
      if (torn?.sha256 === event.torn_sha256 && torn?.bytes === event.torn_bytes) {
        this.#strange.pop();
        this.#remarks.push({ file: torn.file, line: torn.line, kind: 'torn', bytes: torn.bytes });
      }
    }
    if (event.kind === 'retention_deleted' && event.store === 'audit' && this.#before !== undefined) {
      const isThis = event.through_seq === this.#before.seq && event.through_hash === this.#before.hash;
      if (isThis) this.#before = { ...this.#before, ...GENESIS };
    }
  }

  /** Lines that were edited beyond recognition take the first places of the gap that they stand before. */
  #openGap(from: number, through: number, place: LinePlace): void {
    const first = from + this.#strange.length;
    this.#reportStrange(from);
    if (first <= through && this.#gaps.length < MAX_GAPS) this.#gaps.push({ ...place, from: first, through });
  }

  #fillGap(seq: number): boolean {
    const gap = this.#gaps.find(({ from, through }) => from <= seq && seq <= through);
    if (gap === undefined) return false;
    const parts = [
      { ...gap, through: seq - 1 },
      { ...gap, from: seq + 1 },
    ].filter(({ from, through }) => from <= through);
    this.#gaps = this.#gaps.flatMap((each) => (each === gap ? parts : [each]));
    return true;
  }

  #reportStrange(seq?: number): void {
    for (const [index, { file, line }] of this.#strange.entries()) {
      this.problem({ file, line, reason: 'malformed', ...(seq === undefined ? {} : { seq: seq + index }) });
    }
    this.#strange = [];
  }
}
