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
/** Until so much of the ring is written, nobody can have reached a limit. */
const UNTESTED = FLOW_TIMES_FREE / (FLOW_TIMES_FREE + 1);
/** With so little unread, who wrote it does not matter any more, and counting begins anew. */
const NEARLY_READ = 1 / 8;

interface Holder {
  /** Bytes that it wrote in the period of {@link RingShares} in which it last wrote. */
  held: number;
  period: number;
}

/**
 * The room of a ring, shared out among the flows that write into it.
 *
 * What somebody holds is taken to be all that it wrote since the ring was last nearly read: more than it holds, and
 * counted with two additions for each record, which the relay does not notice.
 */
export class RingShares {
  readonly writer: RingWriter;
  readonly #groups = new Map<string, Holder>();
  #period = 0;
  /** Bytes that can be unread at most. */
  #unread = 0;

  constructor(writer: RingWriter) {
    this.writer = writer;
  }

  /** The share of a flow that begins. */
  open(group: string): RingShare {
    const holder = this.#groups.get(group) ?? { held: 0, period: 0 };
    this.#groups.set(group, holder);
    return new RingShare(this, holder);
  }

  /** Whether a share may hold so many bytes more. */
  allows(share: RingShare, bytes: number): boolean {
    const { capacity } = this.writer;
    if (this.#unread + bytes <= capacity * UNTESTED) return true;
    const { backlog } = this.writer;
    if (backlog <= capacity * NEARLY_READ) {
      this.#period++;
      this.#unread = backlog;
      return true;
    }
    const free = capacity - backlog - bytes;
    return (
      this.#heldBy(share) + bytes <= free * FLOW_TIMES_FREE &&
      this.#heldBy(share.group) + bytes <= free * GROUP_TIMES_FREE
    );
  }

  /** A record was written. */
  took(share: RingShare, bytes: number): void {
    this.#unread += bytes;
    share.held = this.#heldBy(share) + bytes;
    share.group.held = this.#heldBy(share.group) + bytes;
    share.period = share.group.period = this.#period;
  }

  #heldBy({ held, period }: Holder): number {
    return period === this.#period ? held : 0;
  }
}

/** What one flow may write. */
export class RingShare implements Holder {
  readonly #shares: RingShares;
  readonly group: Holder;
  held = 0;
  period = 0;

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
