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
  /** The time to hand over what was collected. */
  onCollected(): void;
}

/** Bytes taken from the ring before the thread's other work gets its turn. */
const DRAIN_BYTES = 1024 * 1024;
/**
 * How long the thread naps after a look that emptied the ring, in milliseconds, unless {@link napBytes} are there before.
 * Looking more often it finds few records each time, in caches that hold what other threads needed in between, and takes
 * from the relay what that costs: with 4 ms, 200 requests a second took a third more of the processor.
 */
const NAP_MS = 25;
/**
 * The same after a look that took much: it comes from many at once, and the processors are wanted by others. With little,
 * such a nap would let requests meet the look behind it, at a tenth of a second's work at once.
 */
const LONG_NAP_MS = 100;
const MUCH_BYTES = 64 * 1024;
/** A nap ends when so much is there, and on a small ring when a sixteenth of it is full: whoever sends much is kept up with. */
const NAP_BYTES = 1024 * 1024;
const NAP_SHARE = 1 / 16;
/** The pause while decoders or the end of a run are waited for, in milliseconds. */
const SHORT_PAUSE_MS = 4;
/** After so long without a record, in milliseconds, the thread sleeps until the next one; a flow that pauses was looked at by then. */
const REST_AFTER_MS = 2_000;
/** How long it sleeps then at most, in milliseconds: what else it has to do may wait so long. */
const SLEEP_MS = 500;
/** What is found and which flows ended is told together, at most so often in milliseconds: it wakes the relay's event loop. */
const TELL_EVERY_MS = 20;

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
  const napBytes = Math.min(NAP_BYTES, reader.capacity * NAP_SHARE);
  let told = 0;
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
    const taken = reader.drain(DRAIN_BYTES, take, () => unpacking.isCrowded);
    const now = performance.now();
    if (taken > 0) restsSince = undefined;
    else restsSince ??= now;
    if (unpacking.isCrowded) setTimeout(look, SHORT_PAUSE_MS);
    else if (taken >= DRAIN_BYTES || (draining && taken > 0)) goOn(now);
    else afterAll(now, taken >= MUCH_BYTES ? LONG_NAP_MS : NAP_MS);
  }

  /** There is more to take. What was found waits for none of it: who sends faster than can be read never pauses. */
  function goOn(now: number): void {
    if (now - told >= TELL_EVERY_MS) tell(now);
    setImmediate(look);
  }

  /** Everything in the ring was taken. */
  function afterAll(now: number, napMs: number): void {
    if (draining) flows.flush();
    else flows.idle(now);
    if (draining || now - told >= TELL_EVERY_MS) tell(now);
    if (draining && !flows.busy) {
      draining = false;
      send({ kind: 'drained' });
    }
    if (draining) setTimeout(look, SHORT_PAUSE_MS);
    else pause(now, napMs);
  }

  /** What was found first: once the end of a flow is known, so is everything that was found in it. */
  function tell(now: number): void {
    program.onCollected();
    if (flows.hasClosed) send({ kind: 'flows', flows: flows.takeClosed() });
    told = now;
  }

  function pause(now: number, napMs: number): void {
    const rests = restsSince !== undefined && now - restsSince >= REST_AFTER_MS && !flows.busy && !flows.hasClosed;
    if (reader.sleep(rests ? 1 : napBytes)) sleep = setTimeout(look, rests ? SLEEP_MS : napMs);
    else setImmediate(look);
  }
}
