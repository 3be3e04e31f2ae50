import { parentPort, workerData } from 'node:worker_threads';
import { contentOf, type ContentSink, type Direction, type FlowCoverage } from './content.js';
import { FlowObserver } from './flow-observer.js';
import { decodeAnnouncement } from './flow-announcement.js';
import { isObserverStart, type ObserverMessage, type ObserverRequest } from './observer-protocol.js';
import { RecordKind } from './ring/layout.js';
import { numberIn, RingReader, type RingRecord } from './ring/ring-reader.js';
import { announceSkip } from './ring/skip-slots.js';

/** What is composed with the protocols into the program of an observer's thread. */
export interface ObserverProgram {
  readonly sink: ContentSink;
  /** Most bytes of a message that are scanned; asked for each flow that begins. */
  readonly maxScanBytes: number;
  /** Something that the relay's side sent with `Observer.tell`, or other data with `Observer.configure`. */
  onMessage(message: unknown): void;
  /** Nothing is left to look at for now: the time to hand over what was collected. */
  onIdle(): void;
}

/** Bytes taken from the ring before the thread's other work gets its turn. */
const DRAIN_BYTES = 1024 * 1024;
/**
 * The pause after a look that emptied the ring, in milliseconds. A thread that looks again at once finds one record each
 * time and pays for a turn of its event loop with it; on a small machine it takes that from the relay.
 */
const SHORTEST_PAUSE_MS = 4;
/** The pause after an empty look doubles up to this, in milliseconds. */
const LONGEST_PAUSE_MS = 8;
/** Flows that ended are reported together, at most so late in milliseconds: each report wakes the relay's event loop. */
const REPORT_EVERY_MS = 25;

/** Runs this thread as an observer until it is terminated. Sends messages through `post`. */
export function runObserver(compose: (start: unknown, post: (message: unknown) => void) => ObserverProgram): void {
  const port = parentPort;
  const started: unknown = workerData;
  if (port === null || !isObserverStart(started)) throw new Error('an observer runs in a thread of Observer');
  const { ring, program: start } = started;
  const send = (message: ObserverMessage): void => port.postMessage(message);
  const program = compose(start, (message) => send({ kind: 'program', message }));
  const reader = new RingReader(ring);
  const flows = new Map<number, FlowObserver>();
  let closed: { flow: number; coverage: FlowCoverage }[] = [];
  let pause = SHORTEST_PAUSE_MS;
  let reported = 0;
  let draining = false;

  port.on('message', (request: ObserverRequest) => {
    if (request.kind === 'drain') draining = true;
    else program.onMessage(request.message);
  });
  send({ kind: 'ready' });
  look();

  function look(): void {
    const taken = reader.drain(DRAIN_BYTES, take);
    if (taken > 0) {
      pause = SHORTEST_PAUSE_MS;
      if (taken >= DRAIN_BYTES || draining) setImmediate(look);
      else setTimeout(look, SHORTEST_PAUSE_MS);
      return;
    }
    for (const flow of flows.values()) flow.idle();
    const now = performance.now();
    if (closed.length > 0 && (draining || now - reported >= REPORT_EVERY_MS)) {
      send({ kind: 'flows', flows: closed });
      closed = [];
      reported = now;
    }
    program.onIdle();
    if (draining && [...flows.values()].every((flow) => !flow.busy)) {
      draining = false;
      send({ kind: 'drained' });
    }
    setTimeout(look, pause);
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
  }

  function take(record: RingRecord): void {
    if (record.kind === RecordKind.open) {
      open(record);
      return;
    }
    if (record.kind === RecordKind.named) {
      const { flow } = decodeAnnouncement(record.payload);
      program.sink.name(contentOf(flow, 'outbound', 'url'), flow.destination.host);
      return;
    }
    const flow = flows.get(record.flow);
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
          flows.delete(record.flow);
          closed.push({ flow: record.flow, coverage });
        });
    }
  }

  function open({ flow: number, payload }: RingRecord): void {
    const announcement = decodeAnnouncement(payload);
    const onSkippable = (direction: Direction, offset: number): void => {
      if (announcement.canSkip) announceSkip(ring, number, direction, offset);
    };
    flows.set(number, new FlowObserver(announcement, program.sink, program.maxScanBytes, onSkippable));
  }
}
