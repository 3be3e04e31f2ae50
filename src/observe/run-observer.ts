import { parentPort, workerData } from 'node:worker_threads';
import { isObserverStart, type ObserverMessage, type ObserverRequest } from './observer-protocol.js';
import { ObservedFlows, type FlowScan } from './observed-flows.js';
import { RingReader, type RingRecord } from './ring/ring-reader.js';
import { standBack } from './stand-back.js';
import { unpacking } from './unpacking.js';

/** What is composed with the protocols into the program of an observer's thread. */
export interface ObserverProgram extends FlowScan {
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
/** After so long without a record, in milliseconds, the thread sleeps until it is woken; a flow that pauses was looked at by then. */
const REST_AFTER_MS = 2_000;
/** How long it sleeps at most, in milliseconds: what else it has to do may wait so long. */
const SLEEP_MS = 500;
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
  const flows = new ObservedFlows(ring, program);
  const take = (record: RingRecord): void => flows.take(record);
  let pause = SHORTEST_PAUSE_MS;
  let reported = 0;
  let draining = false;
  /** Since when there was nothing to take. */
  let restsSince: number | undefined;
  let sleep: NodeJS.Timeout | undefined;

  port.on('message', (request: ObserverRequest) => {
    if (request.kind === 'program') {
      program.onMessage(request.message);
      return;
    }
    if (request.kind === 'drain') draining = true;
    if (sleep !== undefined) look();
  });
  // Not before: whoever starts an observer waits until it looks.
  standBack();
  send({ kind: 'ready' });
  look();

  function look(): void {
    clearTimeout(sleep);
    sleep = undefined;
    reader.wake();
    if (unpacking.isCrowded) {
      setTimeout(look, SHORTEST_PAUSE_MS);
      return;
    }
    const taken = reader.drain(DRAIN_BYTES, take, () => unpacking.isCrowded);
    if (taken > 0) {
      pause = SHORTEST_PAUSE_MS;
      restsSince = undefined;
      if (taken >= DRAIN_BYTES || draining) setImmediate(look);
      else setTimeout(look, SHORTEST_PAUSE_MS);
      return;
    }
    const now = performance.now();
    if (draining) flows.flush();
    else flows.idle(now);
    if (flows.hasClosed && (draining || now - reported >= REPORT_EVERY_MS)) {
      send({ kind: 'flows', flows: flows.takeClosed() });
      reported = now;
    }
    program.onIdle();
    if (draining && !flows.busy) {
      draining = false;
      send({ kind: 'drained' });
    }
    restsSince ??= now;
    const rests = now - restsSince >= REST_AFTER_MS && !flows.busy && !flows.hasClosed;
    if (rests && reader.sleep()) {
      sleep = setTimeout(look, SLEEP_MS);
      return;
    }
    setTimeout(look, pause);
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
  }
}
