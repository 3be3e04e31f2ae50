import { setTimeout as delay } from 'node:timers/promises';
import { severities, type Finding } from '../findings/finding.js';
import type { LineCounter, LineNumbers } from '../findings/journal/query/line-numbers.js';
import { backoffMs } from './backoff.js';
import type { Beat } from './beat.js';
import { DeliveryError, deliveryErrorOf } from './delivery-error.js';
import { firstPlace, readAhead } from './journal-ahead.js';
import { targetOf, type SinkPlan } from './plan.js';
import { readPlace, writePlace, type Place } from './place-file.js';
import type { Sink } from './sink.js';
import type { SinkStatus } from './sink-status.js';
import { withinTime } from './within-time.js';

export interface DeliveryOptions {
  readonly plan: SinkPlan;
  /** The findings journal. */
  readonly journal: string;
  /** Where the place in it is kept. */
  readonly file: string;
  /** Shared by all sinks of a journal. */
  readonly lines: LineCounter;
  /** Opens the sink. @throws DeliveryError */
  readonly open: () => Promise<Sink>;
  /** How often the journal is looked at when all is sent, in milliseconds. */
  readonly pollMs?: number;
  /** Waiting after the n-th failure in a row, in milliseconds. */
  readonly backoff?: (failures: number) => number;
}

/**
 * How often a single finding is offered that the receiver says it does not want. Fewer than that may be a receiver that is
 * set up wrongly; more, and one bad finding holds up all that follow.
 */
const OFFERS_OF_ONE = 5;

/**
 * Brings the lines of the journal to one sink: each at least once, in the order written, over restarts of either side. It
 * holds one batch in memory; the journal is the queue. Its place is kept on disk behind each batch that was taken, so
 * that what was sent and not yet noted is sent again: receivers tell it by id and count.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #ended = new AbortController();
  #sink: Promise<Sink> | undefined;
  #place: Place | undefined;
  /** Lines behind the place that are in memory, on their way: what becomes of the journal does not touch them. */
  #linesInHand = 0;
  /** Whether the place is on disk as it is. */
  #isKept = true;
  #state: SinkStatus['state'] = 'starting';
  #failures = 0;
  #lastError: SinkStatus['last_error'];
  #retryAt: string | undefined;
  #lastDeliveredAt: string | undefined;
  #oldestWaitingAt: string | undefined;
  #isSending = false;
  #isBeating = false;
  #beatsFailed = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** @param journal What it holds. */
  status(journal: LineNumbers): SinkStatus {
    const { plan } = this.#options;
    const place = this.#place;
    // Counted in the place only when it is gone past, which a receiver that is away for days puts off for as long.
    const gone = place === undefined ? 0 : Math.max(0, journal.first - place.line - this.#linesInHand);
    return {
      id: plan.id,
      target: targetOf(plan),
      state: this.#state,
      delivered: place?.delivered ?? 0,
      refused: place?.refused ?? 0,
      lost_to_retention: (place?.lost ?? 0) + gone,
      resets: place?.resets ?? 0,
      lag_lines: place === undefined ? 0 : Math.max(0, journal.end - place.line - gone),
      failures: this.#failures,
      beats_failed: this.#beatsFailed,
      ...(this.#oldestWaitingAt === undefined ? {} : { oldest_waiting_at: this.#oldestWaitingAt }),
      ...(this.#lastDeliveredAt === undefined ? {} : { last_delivered_at: this.#lastDeliveredAt }),
      ...(this.#lastError === undefined ? {} : { last_error: this.#lastError }),
      ...(this.#retryAt === undefined ? {} : { retry_at: this.#retryAt }),
    };
  }

  /** Goes on until {@link stop}. Never throws. */
  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      try {
        await this.#step();
      } catch (error) {
        this.#state = 'stuck';
        await this.#waitAfter(deliveryErrorOf(error));
      }
    }
    await this.#close();
  }

  /** Ends it; what is under way is cut off and sent again at the next start. */
  stop(): void {
    this.#ended.abort();
  }

  /** Tells the receiver how this host is, unless it is being told. A beat that fails is not repeated: another follows. */
  async beat(beat: Beat): Promise<void> {
    // While findings are held up nobody would hear it, and opening is left to the one that waits for its time.
    if (this.#isBeating || this.#state === 'retrying') return;
    this.#isBeating = true;
    try {
      const sink = await this.#opened();
      await withinTime(this.#options.plan.timeoutMs, this.#signal, async (signal) => sink.beat?.(beat, signal));
      this.#beatsFailed = 0;
    } catch (error) {
      this.#beatsFailed++;
      this.#note(deliveryErrorOf(error));
      // Who sends findings over it at this moment finds out by himself.
      if (!this.#isSending) await this.#close();
    } finally {
      this.#isBeating = false;
    }
  }

  get #signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** One batch, or a look at a journal that has no more. */
  async #step(): Promise<void> {
    const { plan, journal, lines, pollMs = 1_000 } = this.#options;
    const place = (this.#place ??= await this.#begin());
    const { findings, next, atEnd } = await readAhead(journal, place, plan.batchSize, lines);
    const least = severities.indexOf(plan.minSeverity);
    const wanted = findings.filter(({ severity }) => severities.indexOf(severity) >= least);
    // Until its place is kept, who asks must not take the sink for one that has nothing to do.
    if (findings.length > 0 && this.#state === 'waiting') this.#state = 'sending';
    this.#linesInHand = next.line - place.line;
    const refused = await this.#deliver(wanted);
    if (refused === undefined) return;
    const delivered = next.delivered + wanted.length - refused;
    this.#place = { ...next, delivered, refused: next.refused + refused };
    this.#linesInHand = 0;
    this.#oldestWaitingAt = undefined;
    // Where it could not be kept it is tried again without anything new: a restart would send all behind it once more.
    if (!this.#isKept || next.cursor !== place.cursor || next.lost !== place.lost) await this.#keep();
    // What stood in the way and was no receiver's, or was passed over, is over too: nothing waits for a next try.
    this.#gotThrough();
    this.#state = atEnd ? 'waiting' : 'sending';
    if (!atEnd) return;
    if (findings.length === 0) await this.#settle();
    await this.#pause(pollMs);
  }

  async #begin(): Promise<Place> {
    const { plan, journal, file, lines } = this.#options;
    const kept = await readPlace(file);
    if (typeof kept !== 'string') return kept;
    // Of a place that was damaged nothing is known: all is sent again, rather than some of it never.
    const place = await firstPlace(journal, kept === 'damaged' ? 'oldest' : plan.startAt, lines);
    this.#place = { ...place, resets: kept === 'damaged' ? 1 : 0 };
    await this.#keep();
    return this.#place;
  }

  /** @returns how many were refused; undefined when it was ended before all were taken. */
  async #deliver(findings: readonly Finding[]): Promise<number | undefined> {
    let refused = 0;
    let offers = 0;
    // In parts that are still to be sent, the first on top: one that is refused as a whole is halved.
    const parts = findings.length === 0 ? [] : [findings];
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      this.#oldestWaitingAt = part[0]?.timestamp;
      const failure = await this.#send(part);
      if (!(failure instanceof DeliveryError)) {
        refused += failure;
        offers = 0;
        continue;
      }
      if (this.#signal.aborted) return undefined;
      if (failure.kind === 'refused' && part.length > 1) {
        const middle = Math.ceil(part.length / 2);
        parts.push(part.slice(middle), part.slice(0, middle));
        continue;
      }
      if (failure.kind === 'refused' && ++offers >= OFFERS_OF_ONE) {
        this.#note(failure);
        refused++;
        offers = 0;
        continue;
      }
      parts.push(part);
      this.#state = 'retrying';
      await this.#waitAfter(failure);
    }
    return refused;
  }

  /** @returns how many of them were refused, or why none is known to be taken. */
  async #send(findings: readonly Finding[]): Promise<number | DeliveryError> {
    this.#isSending = true;
    try {
      const sink = await this.#opened();
      const { timeoutMs } = this.#options.plan;
      const { refused } = await withinTime(timeoutMs, this.#signal, (signal) => sink.send(findings, signal));
      this.#gotThrough();
      this.#lastDeliveredAt = new Date().toISOString();
      return refused;
    } catch (error) {
      const failure = deliveryErrorOf(error);
      if (failure.kind === 'unavailable') await this.#close();
      return failure;
    } finally {
      this.#isSending = false;
    }
  }

  #opened(): Promise<Sink> {
    const { plan, open } = this.#options;
    this.#sink ??= withinTime(plan.timeoutMs, this.#signal, open, (late) => void late.close());
    return this.#sink;
  }

  async #close(): Promise<void> {
    const sink = this.#sink;
    this.#sink = undefined;
    const opened = await sink?.catch(() => undefined);
    await opened?.close();
  }

  async #waitAfter(failure: DeliveryError): Promise<void> {
    this.#failures++;
    this.#note(failure);
    const ms = Math.max((this.#options.backoff ?? backoffMs)(this.#failures), failure.retryAfterMs);
    this.#retryAt = new Date(Date.now() + ms).toISOString();
    await this.#pause(ms);
  }

  #gotThrough(): void {
    this.#failures = 0;
    this.#retryAt = undefined;
  }

  #note({ code }: DeliveryError): void {
    this.#lastError = { code, at: new Date().toISOString() };
  }

  async #keep(): Promise<void> {
    if (this.#place === undefined) return;
    this.#isKept = false;
    await writePlace(this.#options.file, this.#place);
    this.#isKept = true;
    this.#gotThrough();
  }

  /** At the end of the journal its numbering is certain: whatever was counted wrongly on the way is put right. */
  async #settle(): Promise<void> {
    const place = this.#place;
    if (place === undefined) return;
    const { end } = await this.#options.lines.count();
    // A line that came between is read next; the number is right again when it is.
    if (end < place.line) this.#place = { ...place, line: end };
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#signal }).catch(() => undefined);
  }
}
