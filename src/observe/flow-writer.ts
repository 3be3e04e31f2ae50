import type { Flow, FlowTap } from '../proxy/flow.js';
import type { Direction, FlowCoverage } from './content.js';
import { encodeAnnouncement, type FlowAnnouncement } from './flow-announcement.js';
import { RecordKind } from './ring/layout.js';
import type { RingRecord } from './ring/ring-reader.js';
import type { RingShare, RingShares } from './ring/ring-shares.js';
import type { SkipSlots } from './ring/skip-slots.js';

const DATA = { outbound: RecordKind.outbound, inbound: RecordKind.inbound } as const;
const GAP = { outbound: RecordKind.outboundGap, inbound: RecordKind.inboundGap } as const;
const SKIP = { outbound: RecordKind.outboundSkip, inbound: RecordKind.inboundSkip } as const;
const END = { outbound: RecordKind.outboundEnd, inbound: RecordKind.inboundEnd } as const;
const NOTHING = new Uint8Array();

interface DirectionState {
  /** Bytes relayed so far. */
  offset: number;
  /** Bytes dropped, or left out on request, that the reader has not been told of. */
  gap: number;
  skipped: number;
  /** The end was reached; told or not. */
  ended: boolean;
  endTold: boolean;
}

/** The tap of one flow: writes it into the ring, and keeps count of what did not fit. */
export class FlowWriter implements FlowTap {
  readonly number: number;
  readonly flow: Flow;
  closed = false;
  #share: RingShare;
  #slots: SkipSlots;
  readonly #onUnheard: (flow: FlowWriter) => void;
  #announced = false;
  #canSkip = false;
  #closeTold = false;
  /** Bytes that no observer saw. */
  #dropped = 0;
  /** Bytes that no observer wanted. */
  #skipped = 0;
  /** Bytes that an earlier observer took, whose own report is lost. */
  #seenBefore = 0;
  /** Bytes in the ring since the present observer has this flow. */
  #written = 0;
  readonly #directions: Readonly<Record<Direction, DirectionState>> = {
    outbound: { offset: 0, gap: 0, skipped: 0, ended: false, endTold: false },
    inbound: { offset: 0, gap: 0, skipped: 0, ended: false, endTold: false },
  };

  /** @param onUnheard Called at the end of a flow that the reader never heard of, so that nobody will report it. */
  constructor(number: number, flow: Flow, ring: RingShares, slots: SkipSlots, onUnheard: (flow: FlowWriter) => void) {
    this.number = number;
    this.flow = flow;
    this.#share = ring.open(flow.agent);
    this.#slots = slots;
    this.#onUnheard = onUnheard;
  }

  outbound(bytes: Uint8Array): void {
    this.#bytes('outbound', bytes);
  }

  inbound(bytes: Uint8Array): void {
    this.#bytes('inbound', bytes);
  }

  outboundEnd(): void {
    this.#end('outbound');
  }

  inboundEnd(): void {
    this.#end('inbound');
  }

  close(): void {
    this.closed = true;
    this.retry();
    if (!this.#announced) this.#onUnheard(this);
  }

  /** Tells the reader of the flow, if there is room. */
  announce(): boolean {
    if (this.#announced) return true;
    const { outbound, inbound } = this.#directions;
    this.#canSkip ||= this.#slots.claim(this.number);
    const announcement: FlowAnnouncement = {
      flow: this.flow,
      resumed: outbound.offset + inbound.offset > 0,
      canSkip: this.#canSkip,
      offsets: { outbound: outbound.offset, inbound: inbound.offset },
    };
    this.#announced = this.#share.write(RecordKind.open, this.number, encodeAnnouncement(announcement));
    // What went by before is part of the announcement, not a gap behind it.
    if (this.#announced) for (const state of [outbound, inbound]) state.gap = state.skipped = 0;
    return this.#announced;
  }

  /** Writes what could not be written before: the ends of directions and of the flow. */
  retry(): void {
    if (!this.#announced) return;
    for (const direction of ['outbound', 'inbound'] as const) {
      const state = this.#directions[direction];
      if (!state.ended || state.endTold) continue;
      state.endTold = this.#tellLosses(direction) && this.#share.write(END[direction], this.number, NOTHING);
    }
    if (this.closed && !this.#closeTold) {
      const told = this.#tellLosses('outbound') && this.#tellLosses('inbound');
      this.#closeTold = told && this.#share.write(RecordKind.close, this.number, NOTHING);
    }
  }

  /** A record of this flow that the observer had not looked at when it ended. */
  lost(record: RingRecord): void {
    if (record.kind !== RecordKind.outbound && record.kind !== RecordKind.inbound) return;
    this.#written -= record.payload.length;
    this.#dropped += record.payload.length;
  }

  /** Another observer takes over. */
  moveTo(ring: RingShares, slots: SkipSlots): void {
    this.#share = ring.open(this.flow.agent);
    this.#slots = slots;
    this.#seenBefore += this.#written;
    this.#written = 0;
    this.#announced = false;
    this.#canSkip = false;
    this.#directions.outbound.endTold = this.#directions.inbound.endTold = false;
    this.announce();
    this.retry();
  }

  /** The coverage of the whole flow: what its observer reports, and what never reached it. */
  finish(report: FlowCoverage | undefined): FlowCoverage {
    this.#slots.release(this.number);
    return {
      seen: this.#seenBefore + (report?.seen ?? this.#written),
      truncated: this.#skipped + (report?.truncated ?? 0),
      dropped: this.#dropped + (report?.dropped ?? 0),
      unparsed: report?.unparsed ?? 0,
      unparsedReason: report?.unparsedReason,
    };
  }

  #bytes(direction: Direction, bytes: Uint8Array): void {
    const state = this.#directions[direction];
    const announced = this.announce();
    state.offset += bytes.length;
    if (this.#canSkip && announced && state.offset <= this.#slots.until(this.number, direction)) {
      state.skipped += bytes.length;
      this.#skipped += bytes.length;
      return;
    }
    if (announced && this.#tellLosses(direction) && this.#share.write(DATA[direction], this.number, bytes)) {
      this.#written += bytes.length;
      return;
    }
    state.gap += bytes.length;
    this.#dropped += bytes.length;
  }

  #end(direction: Direction): void {
    this.#directions[direction].ended = true;
    this.retry();
  }

  #tellLosses(direction: Direction): boolean {
    const state = this.#directions[direction];
    if (state.gap > 0 && this.#share.writeNumber(GAP[direction], this.number, state.gap)) state.gap = 0;
    if (state.gap > 0) return false;
    if (state.skipped > 0 && this.#share.writeNumber(SKIP[direction], this.number, state.skipped)) state.skipped = 0;
    return state.skipped === 0;
  }
}
