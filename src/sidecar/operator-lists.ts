import { statSync } from 'node:fs';
import type { AuditLog } from '../audit/audit-log.js';
import type { WatchData } from '../detect/watch/watch-entry.js';
import { WatchList } from '../detect/watch/watch-list.js';
import { displayDest } from '../findings/display-dest.js';
import { Suppressions } from '../findings/suppression/suppressions.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Saying } from '../text/texts.js';
import { codeOf } from '../text/unknown-error.js';
import { ExpiryRecord } from './expiry-record.js';
import { refuseUnreadable } from './permission.js';
import type { ShownDest } from './shown-dest.js';
import type { StateFolder } from './state-folder.js';
import { loadSuppressions, suppressionsFileOf } from './suppression-file.js';
import { canariesFileOf, canaryEntries, loadCanaries, type Canary } from './watch/canary-store.js';
import { filesOfWatch, readWatchedFiles, type WatchedFiles, type WatchSettings } from './watch/watched-files.js';

export interface OperatorListsOptions {
  readonly state: StateFolder;
  /** Asked each time, so that a reload of the configuration reaches it. */
  readonly watch: () => WatchSettings;
  readonly fingerprintKey: Buffer;
  /** Told whenever {@link OperatorLists.watch} was read again. */
  readonly onWatch: () => void;
  /** Told what an operator should know, each time that a list was read. */
  readonly onRead: (summary: ListsSummary) => void;
  /** Where the ends of suppressions are recorded. */
  readonly audit: Pick<AuditLog, 'record' | 'status'>;
}

/** What the lists hold, in numbers and names; no secret. */
export interface ListsSummary {
  readonly secrets: number;
  readonly canaries: number;
  readonly suppressions: number;
  readonly refused: WatchedFiles['refused'];
  readonly unreadable: WatchedFiles['unreadable'];
}

/** How often the files are asked whether they changed, in ms. A question is one `stat`. */
const LOOK_INTERVAL_MS = 2_000;

/**
 * What the operator tells a running sidecar beside the configuration: secrets and canaries to watch for, and findings to
 * keep back. All of it lies in files, which are read again when they change. A file that is damaged leaves what was read
 * before in force, and status says so.
 */
export class OperatorLists {
  readonly suppressions = new Suppressions();
  readonly #options: OperatorListsOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #expiries: ExpiryRecord;
  /** For what this thread itself keeps and shows; the observer's has one of its own. */
  readonly #watchList: WatchList;
  #files: WatchedFiles = { entries: [], refused: [], unreadable: [] };
  #canaries: readonly Canary[] = [];
  #troubles: readonly Saying[] = [];
  #seen = '';

  constructor(options: OperatorListsOptions) {
    this.#options = options;
    const { state, audit, fingerprintKey } = options;
    this.#watchList = new WatchList(fingerprintKey);
    this.#expiries = new ExpiryRecord({
      state,
      record: (id) => audit.record({ kind: 'suppression_ended', id, cause: 'expired' }),
      isKept: () => audit.status.waiting === 0,
    });
    this.#read();
    this.#timer = setInterval(() => this.#look(), LOOK_INTERVAL_MS);
    this.#timer.unref();
  }

  /** What the detector is to look for now. */
  get watch(): WatchData {
    return { entries: [...this.#files.entries, ...canaryEntries(this.#canaries)] };
  }

  /** Without secrets that are watched for, wherever they stand in the name. */
  readonly shownDest: ShownDest = ({ host, port }) => displayDest(host, port, this.#watchList.rangesIn(host));

  /** Files of secrets that the configuration in use names. */
  get files(): readonly string[] {
    return filesOfWatch(this.#options.watch());
  }

  get summary(): ListsSummary {
    const { entries, refused, unreadable } = this.#files;
    return {
      secrets: new Set(entries.map(({ name }) => name)).size,
      canaries: this.#canaries.length,
      suppressions: this.suppressions.active,
      refused,
      unreadable,
    };
  }

  /** What keeps a list from being in force as it is written; for status. */
  get troubles(): readonly Saying[] {
    return this.#troubles;
  }

  /** Looks at settings before they are used. @throws GuardianError `config.needs_restart` */
  check({ envFiles, files }: WatchSettings): void {
    refuseUnreadable('watch.envFiles', envFiles);
    refuseUnreadable('watch.files', files);
  }

  /** Reads everything again. */
  reload(): void {
    this.#read();
    this.#options.onWatch();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #read(): void {
    const { state, watch, fingerprintKey } = this.#options;
    this.#seen = this.#signature();
    const troubles: Saying[] = [];
    this.#files = readWatchedFiles(watch(), fingerprintKey);
    const { length: count } = this.#files.unreadable;
    // Without their names: an agent can ask for the status, and where secrets lie is none of its business.
    if (count > 0) troubles.push({ code: 'status.watch_unreadable', args: { count } });
    attempt(troubles, () => (this.#canaries = loadCanaries(state)));
    this.#watchList.replace(this.watch);
    attempt(troubles, () => this.suppressions.replace(loadSuppressions(state)));
    this.#troubles = troubles;
    this.#options.onRead(this.summary);
  }

  #look(): void {
    if (this.#signature() !== this.#seen) this.reload();
    this.#expiries.look(this.suppressions.all, Date.now());
  }

  /** What tells one state of all files from another without reading them. */
  #signature(): string {
    const { state } = this.#options;
    const files = [...this.files, canariesFileOf(state), suppressionsFileOf(state)];
    return files.map(signatureOf).join(',');
  }
}

/** One that cannot be asked (links in a circle, a folder that may not be entered) is told when it is read. */
function signatureOf(file: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    return codeOf(error) ?? 'UNKNOWN';
  }
}

function attempt(troubles: Saying[], read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof GuardianError)) throw error;
    troubles.push(error.saying);
  }
}
