import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { messageOf } from '../../text/unknown-error.js';
import { validatorOf } from '../../validation/validator.js';
import type { ShownDest } from '../shown-dest.js';
import { readIfThere } from '../state-folder.js';
import { HostTraffic } from './host-traffic.js';
import { hostTrafficRecordSchema, type HostTrafficRecord } from './host-traffic.generated.js';

/** How often it is written, in milliseconds; a crash loses what came after. */
const SAVE_MS = 60_000;

const validate = validatorOf<HostTrafficRecord>(hostTrafficRecordSchema);

/** What is kept of hosts; undefined when nothing is, or what is there is not what was written. */
export function readHostTraffic(file: string): HostTrafficRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readIfThere(file)?.toString('utf8') ?? '');
  } catch {
    // Counts of hosts are not worth refusing to start for: they begin anew, and say since when.
    return undefined;
  }
  const checked = validate(value);
  return checked.ok ? checked.value : undefined;
}

export interface HostTrafficFileOptions {
  readonly file: string;
  /** It could not be written; told once until it can be again. */
  readonly onTrouble: (reason: string) => void;
  /** By the name alone when absent. */
  readonly shownDest?: ShownDest;
}

/** Keeps {@link HostTraffic} over restarts. It is written beside the event loop: traffic does not wait for the disk. */
export class HostTrafficFile {
  readonly traffic: HostTraffic;
  readonly #options: HostTrafficFileOptions;
  readonly #timer: NodeJS.Timeout;
  #saved: string;
  #inTrouble = false;

  constructor(options: HostTrafficFileOptions) {
    this.#options = options;
    this.traffic = new HostTraffic(readHostTraffic(options.file), undefined, options.shownDest);
    // Whoever counted nothing writes nothing: of two sidecars that start at once, the one that gives way.
    this.#saved = JSON.stringify(this.traffic.record);
    this.#timer = setInterval(() => void this.save(), SAVE_MS);
    this.#timer.unref();
  }

  /** Writes it whole or not at all, if anything changed. Never throws. */
  async save(): Promise<void> {
    const text = JSON.stringify(this.traffic.record);
    if (text === this.#saved) return;
    const { file, onTrouble } = this.#options;
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
      await rename(temporary, file);
      this.#saved = text;
      this.#inTrouble = false;
    } catch (error) {
      if (!this.#inTrouble) onTrouble(messageOf(error));
      this.#inTrouble = true;
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  /** Writes it for the last time. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.save();
  }
}
