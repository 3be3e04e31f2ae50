import { join } from 'node:path';
import type { Suppression } from '../findings/suppression/suppressions.js';
import { GuardianError } from '../text/guardian-error.js';
import { StateDocument } from './state-document.js';
import type { StateFolder } from './state-folder.js';

const document = new StateDocument<{ readonly recorded: readonly string[] }>({
  type: 'object',
  additionalProperties: false,
  required: ['recorded'],
  properties: { recorded: { type: 'array', items: { type: 'string', pattern: '^[0-9a-f]{8}$' } } },
});

/** Ids of suppressions whose end stands in the audit log, among those that are still listed. */
export function recordedExpiries(state: StateFolder): ReadonlySet<string> {
  try {
    return new Set(document.load(fileOf(state))?.recorded);
  } catch (error) {
    // Told twice is better than never.
    if (error instanceof GuardianError) return new Set();
    throw error;
  }
}

export interface ExpiryRecordOptions {
  readonly state: StateFolder;
  /** Puts the end of a suppression into the audit log. */
  readonly record: (id: string) => void;
  /** Whether all that was recorded so far is on the disk. */
  readonly isKept: () => boolean;
}

/**
 * Records each suppression whose time has come in the audit log, once: also one that ended while no sidecar ran. Which
 * ones stand there is kept in the state folder; after a crash in between, one may be recorded again.
 */
export class ExpiryRecord {
  readonly #options: ExpiryRecordOptions;
  #recorded: ReadonlySet<string>;
  #isSaved = true;

  constructor(options: ExpiryRecordOptions) {
    this.#options = options;
    this.#recorded = recordedExpiries(options.state);
  }

  /** @param listed Those that have not been removed. @param now ms since 1970. */
  look(listed: readonly Suppression[], now: number): void {
    const ended = listed.filter(({ until }) => now >= Date.parse(until)).map(({ id }) => id);
    const unrecorded = ended.filter((id) => !this.#recorded.has(id));
    if (unrecorded.length > 0) {
      unrecorded.forEach(this.#options.record);
      const ids = new Set(listed.map(({ id }) => id));
      this.#recorded = new Set([...this.#recorded, ...unrecorded].filter((id) => ids.has(id)));
      this.#isSaved = false;
    }
    if (!this.#isSaved && this.#options.isKept()) this.#isSaved = this.#save();
  }

  #save(): boolean {
    try {
      document.save(fileOf(this.#options.state), { recorded: [...this.#recorded] });
      return true;
    } catch (error) {
      // A disk that is full: tried again with the next look.
      if (error instanceof GuardianError) return false;
      throw error;
    }
  }
}

function fileOf({ home }: StateFolder): string {
  return join(home, 'suppressions-ended.json');
}
