import { contentOf, type ContentSink, type Direction, type FlowCoverage } from './content.js';
import { decodeAnnouncement } from './flow-announcement.js';
import { FlowObserver } from './flow-observer.js';
import { FlowPause } from './flow-pause.js';
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

interface ObservedFlow {
  readonly observer: FlowObserver;
  readonly pause: FlowPause;
}

/** The flows that an observer follows, fed with the records of its ring. */
export class ObservedFlows {
  readonly #ring: RingMemory;
  readonly #scan: FlowScan;
  readonly #flows = new Map<number, ObservedFlow>();
  #closed: ClosedFlow[] = [];

  constructor(ring: RingMemory, scan: FlowScan) {
    this.#ring = ring;
    this.#scan = scan;
  }

  /** Whether a decoder is still at work on a message of any flow. */
  get busy(): boolean {
    return [...this.#flows.values()].some(({ observer }) => observer.busy);
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

  /**
   * Nothing is left to take for now: flows that pause are looked at.
   *
   * @param now In milliseconds, of a clock that never goes back.
   */
  idle(now: number): void {
    for (const { observer, pause } of this.#flows.values()) if (pause.isDue(now) || observer.closing) observer.idle();
  }

  /** Looks at all that has come, without waiting for a pause. */
  flush(): void {
    for (const { observer } of this.#flows.values()) observer.idle();
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
    const observed = this.#flows.get(record.flow);
    if (observed === undefined) return;
    observed.pause.note();
    const flow = observed.observer;
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
    const observer = new FlowObserver(announcement, sink, maxScanBytes, onSkippable);
    this.#flows.set(number, { observer, pause: new FlowPause() });
  }
}
