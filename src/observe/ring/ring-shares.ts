import { recordBytes, type RecordKind } from './layout.js';
import type { RingWriter } from './ring-writer.js';

/**
 * How much of the ring one flow, and one agent group with all its flows, may hold unread: so many times what is free.
 *
 * Whoever sends alone gets four fifths or eight ninths, and shares with others as soon as they send. What is left for
 * them is free at any time, so that nobody makes the observer blind for another by sending more than it can read. A limit
 * that follows what is free needs no list of who is active (Choudhury and Hahne, Dynamic queue length thresholds for
 * shared-memory packet switches, IEEE/ACM Transactions on Networking 6(2), 1998).
 */
const FLOW_TIMES_FREE = 4;
const GROUP_TIMES_FREE = 8;
/** Below this part of the ring nobody can have reached a limit. */
const UNTESTED = FLOW_TIMES_FREE / (FLOW_TIMES_FREE + 1);
/** Records of one flow that follow each other are remembered as one run, up to here. */
const RUN_BYTES = 64 * 1024;
/** After so many runs those are forgotten that are over, though nobody asks what is held. */
const RUNS_BETWEEN = 1_024;

interface Holder {
  /** Bytes of the ring that hold its records and were not read when last looked. */
  held: number;
}

interface Run {
  readonly share: RingShare;
  bytes: number;
  /** Position in the ring behind it. */
  end: number;
}

/** The room of a ring, shared out among the flows that write into it. */
export class RingShares {
  readonly writer: RingWriter;
  readonly #groups = new Map<string, Holder>();
  readonly #runs: Run[] = [];
  /** Runs at the beginning that are over. */
  #over = 0;
  #held = 0;

  constructor(writer: RingWriter) {
    this.writer = writer;
  }

  /** The share of a flow that begins. */
  open(group: string): RingShare {
    const holder = this.#groups.get(group) ?? { held: 0 };
    this.#groups.set(group, holder);
    return new RingShare(this, holder);
  }

  /** Whether a share may hold so many bytes more. */
  allows(share: RingShare, bytes: number): boolean {
    const { capacity } = this.writer;
    if (this.#held + bytes <= capacity * UNTESTED) return true;
    this.#forgetRead();
    const free = capacity - this.writer.backlog - bytes;
    return share.held + bytes <= free * FLOW_TIMES_FREE && share.group.held + bytes <= free * GROUP_TIMES_FREE;
  }

  /** A record was written. */
  took(share: RingShare, bytes: number): void {
    share.held += bytes;
    share.group.held += bytes;
    this.#held += bytes;
    const end = this.writer.writtenPosition;
    const last = this.#runs.at(-1);
    if (last?.share === share && last.bytes < RUN_BYTES) {
      last.bytes += bytes;
      last.end = end;
      return;
    }
    this.#runs.push({ share, bytes, end });
    if (this.#runs.length % RUNS_BETWEEN === 0) this.#forgetRead();
  }

  #forgetRead(): void {
    const read = this.writer.readPosition;
    for (; this.#over < this.#runs.length; this.#over++) {
      const { share, bytes, end } = this.#runs[this.#over]!;
      if (((end - read) | 0) > 0) break;
      share.held -= bytes;
      share.group.held -= bytes;
      this.#held -= bytes;
    }
    if (this.#over * 2 < this.#runs.length) return;
    this.#runs.splice(0, this.#over);
    this.#over = 0;
  }
}

/** What one flow may write. */
export class RingShare implements Holder {
  readonly #shares: RingShares;
  readonly group: Holder;
  held = 0;

  /** Made by {@link RingShares.open}. */
  constructor(shares: RingShares, group: Holder) {
    this.#shares = shares;
    this.group = group;
  }

  /** Copies a record into the ring. Returns false, and changes nothing, when this flow has no room for it. */
  write(kind: RecordKind, flow: number, payload: Uint8Array): boolean {
    const bytes = recordBytes(payload.byteOffset & 7, payload.length);
    if (!this.#shares.allows(this, bytes) || !this.#shares.writer.write(kind, flow, payload)) return false;
    this.#shares.took(this, bytes);
    return true;
  }

  /** Writes a record whose payload is a number. */
  writeNumber(kind: RecordKind, flow: number, value: number): boolean {
    const payload = new Uint8Array(8);
    new DataView(payload.buffer).setFloat64(0, value, true);
    return this.write(kind, flow, payload);
  }
}
