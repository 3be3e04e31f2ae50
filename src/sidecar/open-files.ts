import type { ProxyEvent } from '../proxy/proxy-event.js';
import type { Saying } from '../text/texts.js';
import { HOUR_MS } from '../time/lengths.js';

/** What the system says when a process, or the machine, has as many files open as it may (open(2)). */
const NO_MORE: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE']);
/** How long a shortage is told after it was met with, in milliseconds: agents that failed by it are asked about later. */
const TOLD_FOR_MS = HOUR_MS;

/**
 * Remembers connections that failed because no more files may be open. Each one that is relayed takes two, and the limit is
 * set by whoever started the process, so only its operator can do something about it.
 */
export class OpenFiles {
  readonly #clock: () => number;
  #failed = 0;
  #code = '';
  #last: number | undefined;

  /** @param clock ms that only grow. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Looks at what the proxy tells. */
  note(event: ProxyEvent): void {
    if (event.kind !== 'dial-failed' || !NO_MORE.has(event.code)) return;
    this.#failed++;
    this.#code = event.code;
    this.#last = this.#clock();
  }

  /** What to tell the operator; undefined when there is no shortage, or it is long over. */
  get trouble(): Saying | undefined {
    if (this.#last === undefined || this.#clock() - this.#last > TOLD_FOR_MS) return undefined;
    return { code: 'status.no_more_files', args: { count: this.#failed, code: this.#code } };
  }
}
