import type { Texts } from '../text/texts.js';
import { printable, printableJson } from '../text/printable.js';
import { codeOf } from '../text/unknown-error.js';
import { ExitCode } from './exit-code.js';

/** How a piece of a line may stand out. */
export type Shade = 'faint' | 'yellow' | 'red' | 'alarm' | 'bold';

/** Lets a text stand out where the terminal can show it. */
export type Paint = (shade: Shade, text: string) => string;

/** ECMA-48 §8.3.117, select graphic rendition. */
const CODES: Readonly<Record<Shade, string>> = { faint: '2', yellow: '33', red: '31', alarm: '1;31', bold: '1' };

/** A pipe or socket whose other end was closed, as by `head`: no failure. */
const CLOSED_BY_READER = new Set(['EPIPE', 'ECONNRESET']);

/** The output of a command: lines for people, or JSON for programs. Whoever closed the other end has seen enough. */
export class Terminal {
  readonly texts: Texts;
  readonly json: boolean;
  /** Aborted when nobody reads the output any more. */
  readonly closed: AbortSignal;
  readonly paint: Paint;
  #stdoutOpen = true;

  constructor(texts: Texts, json: boolean, env: NodeJS.ProcessEnv) {
    this.texts = texts;
    this.json = json;
    // https://no-color.org: any value that is not empty.
    const plain = !process.stdout.isTTY || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
    this.paint = plain ? (_, text) => text : (shade, text) => `\u001b[${CODES[shade]}m${text}\u001b[0m`;
    const closed = new AbortController();
    this.closed = closed.signal;
    // EPIPE arrives as an error of the stream; unheard, it would end the process with a stack trace.
    process.stdout.on('error', (error) => {
      if (!this.#stdoutOpen) return;
      this.#stdoutOpen = false;
      closed.abort();
      const reason = codeOf(error) ?? 'UNKNOWN';
      if (!CLOSED_BY_READER.has(reason)) this.#lost(reason);
    });
    process.stderr.on('error', () => undefined);
  }

  /** A line for people; left out when the output is for programs. */
  line(text: string): void {
    if (!this.json) this.#write(`${text}\n`);
  }

  /** A JSON document on a line of its own; left out when the output is for people. */
  document(value: unknown): void {
    if (this.json) this.#write(`${printableJson(value)}\n`);
  }

  /** A JSON document on a line of its own, whatever was asked for: output that has no other form. */
  record(value: unknown): void {
    this.#write(`${printableJson(value)}\n`);
  }

  /** Text in a format of its own, as it is: what stands in it was made harmless where it was written. */
  raw(text: string): void {
    this.#write(text);
  }

  /** Waits until the reader has taken what was written, so that a slow one costs time and not memory. */
  async drained(): Promise<void> {
    if (!this.#stdoutOpen || !process.stdout.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        process.stdout.removeListener('drain', done);
        this.closed.removeEventListener('abort', done);
        resolve();
      };
      process.stdout.once('drain', done);
      this.closed.addEventListener('abort', done, { once: true });
    });
  }

  /** A remark beside the output. */
  remark(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Why the command failed. What it quotes may come from anywhere: names of unknown keys, or another process. */
  failure(code: string, message: string): void {
    if (this.json) this.#write(`${printableJson({ error: { code, message } })}\n`);
    else this.remark(message.split('\n').map(printable).join('\n'));
  }

  /** Output that could not be written, as on a full disk: whoever made a file of it must not take it for whole. */
  #lost(reason: string): void {
    this.remark(this.texts('cli.output_failed', { reason }));
    // It may come to light after the command has ended well and the exit code was set.
    process.once('exit', () => {
      if ((process.exitCode ?? ExitCode.ok) === ExitCode.ok) process.exitCode = ExitCode.failure;
    });
  }

  #write(text: string): void {
    if (this.#stdoutOpen) process.stdout.write(text);
  }
}
