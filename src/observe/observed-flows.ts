import { contentOf, type ContentSink, type Direction, type FlowCoverage } from './content.js';
import { decodeAnnouncement } from './flow-announcement.js';
import { FlowObserver } from './flow-observer.js';
import { RecordKind, type RingMemory } from './ring/layout.js';
import { numberIn, type RingRecord } from './ring/ring-reader.js';
import { announceSkip } from './ring/skip-slots.js';

/** A flow that ended, with what was seen of it. */
export interface ClosedFlow {
  readonly flow: number;
  readonly coverage: FlowCoverage;
}

/** What flows are scanned with. */
export interface FlowScan {
  readonly sink: ContentSink;
  /** Most bytes of a message that are scanned; asked for each flow that begins. */
  readonly maxScanBytes: number;
}

/** The flows that an observer follows, fed with the records of its ring. */
export class ObservedFlows {
  readonly #ring: RingMemory;
  readonly #scan: FlowScan;
  readonly #flows = new Map<number, FlowObserver>();
  #closed: ClosedFlow[] = [];

  constructor(ring: RingMemory, scan: FlowScan) {
    this.#ring = ring;
    this.#scan = scan;
  }

  /** Whether a decoder is still at work on a message of any flow. */
  get busy(): boolean {
    return [...this.#flows.values()].some((flow) => flow.busy);
  }

  /** Whether flows ended that {@link takeClosed} did not give yet. */
  get hasClosed(): boolean {
    return this.#closed.length > 0;
  }

  /** The flows that ended since the last call. */
  takeClosed(): readonly ClosedFlow[] {
    const closed = this.#closed;
    this.#closed = [];
    return closed;
  }

  /** Nothing is left to look at for now. */
  idle(): void {
    for (const flow of this.#flows.values()) flow.idle();
  }

  /** Takes the next record; its payload is read before this returns. */
  take(record: RingRecord): void {
    if (record.kind === RecordKind.open) {
      this.#open(record);
      return;
    }
    if (record.kind === RecordKind.named) {
      const { flow } = decodeAnnouncement(record.payload);
      this.#scan.sink.name(contentOf(flow, 'outbound', 'url'), flow.destination.host);
      return;
    }
    const flow = this.#flows.get(record.flow);
    if (flow === undefined) return;
    switch (record.kind) {
      case RecordKind.outbound:
        flow.bytes('outbound', record.payload);
        return;
      case RecordKind.inbound:
        flow.bytes('inbound', record.payload);
        return;
      case RecordKind.outboundGap:
        flow.gap('outbound', numberIn(record));
        return;
      case RecordKind.inboundGap:
        flow.gap('inbound', numberIn(record));
        return;
      case RecordKind.outboundSkip:
        flow.skipped('outbound', numberIn(record));
        return;
      case RecordKind.inboundSkip:
        flow.skipped('inbound', numberIn(record));
        return;
      case RecordKind.outboundEnd:
        flow.end('outbound');
        return;
      case RecordKind.inboundEnd:
        flow.end('inbound');
        return;
      case RecordKind.close:
        flow.close((coverage) => {
          this.#flows.delete(record.flow);
          this.#closed.push({ flow: record.flow, coverage });
        });
    }
  }

  #open({ flow: number, payload }: RingRecord): void {
    const announcement = decodeAnnouncement(payload);
    const onSkippable = (direction: Direction, offset: number): void => {
      if (announcement.canSkip) announceSkip(this.#ring, number, direction, offset);
    };
    const { sink, maxScanBytes } = this.#scan;
    this.#flows.set(number, new FlowObserver(announcement, sink, maxScanBytes, onSkippable));
  }
}
