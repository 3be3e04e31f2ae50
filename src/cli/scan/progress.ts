import { bytesShown } from '../../text/amounts.js';
import type { Texts } from '../../text/texts.js';

/** Work that is over sooner needs no progress. */
const FIRST_AFTER_MS = 1_000;
/** On a terminal a line that changes in place; elsewhere a line now and then. */
const EVERY_MS = { terminal: 250, elsewhere: 5_000 } as const;

/** Where progress is shown; standard error has this form. */
export interface ProgressOutput {
  readonly isTTY: boolean;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly texts: Texts;
  readonly unit: 'files' | 'lines';
  /** Whether it was asked for; on a terminal it is shown without being asked for. */
  readonly wanted: boolean;
  readonly output?: ProgressOutput;
  /** Time in ms; only differences count. */
  readonly clock?: () => number;
}

/** How far a scan has come, on standard error. It is told at each step and decides itself what is worth showing. */
export class Progress {
  readonly #texts: Texts;
  readonly #output: ProgressOutput;
  readonly #unit: 'files' | 'lines';
  readonly #shown: boolean;
  readonly #clock: () => number;
  readonly #startedAt: number;
  #nextAt = FIRST_AFTER_MS;
  #items = 0;
  #bytes = 0;
  #findings = 0;
  #onScreen = false;

  constructor({ texts, unit, wanted, output = process.stderr, clock = () => performance.now() }: ProgressOptions) {
    this.#texts = texts;
    this.#output = output;
    this.#unit = unit;
    this.#shown = wanted || output.isTTY;
    this.#clock = clock;
    this.#startedAt = clock();
  }

  step(done: { readonly items?: number; readonly bytes?: number; readonly findings?: number }): void {
    this.#items += done.items ?? 0;
    this.#bytes += done.bytes ?? 0;
    this.#findings += done.findings ?? 0;
    if (!this.#shown) return;
    const elapsed = this.#clock() - this.#startedAt;
    if (elapsed < this.#nextAt) return;
    this.#nextAt = elapsed + (this.#output.isTTY ? EVERY_MS.terminal : EVERY_MS.elsewhere);
    const args = {
      items: this.#items,
      bytes: bytesShown(this.#bytes, this.#texts),
      findings: this.#findings,
      seconds: Math.round(elapsed / 1_000),
    };
    const line = this.#texts(this.#unit === 'files' ? 'cli.scan.progress_files' : 'cli.scan.progress_lines', args);
    // ECMA-48 §8.3.41: what is left of the line before is erased.
    this.#output.write(this.#output.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
    this.#onScreen = this.#output.isTTY;
  }

  /** Takes the line away, before anything else is printed and at the end. */
  clear(): void {
    if (this.#onScreen) this.#output.write('\r\u001b[K');
    this.#onScreen = false;
  }
}
