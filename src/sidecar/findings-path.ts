import type { Logger } from 'pino';
import { Dedup } from '../findings/dedup.js';
import type { FindingDraft } from '../findings/finding.js';
import { Observer } from '../observe/observer.js';
import { isRecord } from '../validation/record.js';
import type { Configuration } from './configuration.js';
import { CoverageLedger } from './coverage-ledger.js';
import type { ObserverProgramData } from './observer-program.js';
import type { Stores } from './open-stores.js';
import { OperatorLists } from './operator-lists.js';
import type { StateFolder } from './state-folder.js';
import { HostTrafficFile } from './traffic/host-traffic-file.js';

export interface FindingsPathOptions {
  readonly state: StateFolder;
  readonly configuration: Configuration;
  /** The installation's key, under which watched secrets are known. */
  readonly fingerprintKey: Buffer;
  /** The key that findings get their fingerprints under: the installation's, or one that a fleet shares. */
  readonly findingKey: Buffer;
  readonly stores: Stores;
  readonly log: Logger;
}

/** Shared memory between relay and observer. Only as much of it is ever resident as bursts have filled. */
const RING_BYTES = 16 * 1024 * 1024;
/** A scan of one message takes milliseconds; an observer that stands still for this long will not go on. */
const STALLED_AFTER_MS = 5_000;

/**
 * The way of a finding: the observer's thread makes a draft of it, the operator's suppressions may keep it back, repeats
 * are folded, and what is left is written to the journal.
 */
export class FindingsPath {
  readonly observer: Observer;
  readonly lists: OperatorLists;
  /** What went to which host, and how much of it was looked at. */
  readonly hosts: HostTrafficFile;
  readonly ledger: CoverageLedger;
  readonly #options: FindingsPathOptions;
  readonly #dedup: Dedup;
  #began: Promise<void> = Promise.resolve();

  constructor(options: FindingsPathOptions) {
    const { state, configuration, fingerprintKey, stores, log } = options;
    const { audit, journal } = stores;
    this.#options = options;
    this.#dedup = new Dedup({
      windowMs: configuration.settings.findings.dedupWindowMs,
      write: (finding) => void journal.append(finding),
    });
    this.lists = new OperatorLists({
      state,
      watch: () => configuration.settings.watch,
      fingerprintKey,
      onWatch: () => this.observer.configure(this.#programData()),
      onRead: (summary) => log.info({ lists: summary }, 'lists read'),
      audit,
    });
    const { shownDest } = this.lists;
    this.hosts = new HostTrafficFile({
      file: state.traffic,
      onTrouble: (reason) => log.warn({ reason }, 'traffic by host not kept'),
      shownDest,
    });
    this.ledger = new CoverageLedger((flow, seen, unseen) => this.hosts.traffic.covered(flow, seen, unseen), shownDest);
    this.observer = new Observer({
      program: new URL('./observer-program.js', import.meta.url),
      programData: this.#programData(),
      ringBytes: RING_BYTES,
      stalledAfterMs: STALLED_AFTER_MS,
      onMessage: (drafts) => this.#onDrafts(drafts),
      onFlowClosed: (flow, coverage) => this.ledger.observed(flow, coverage),
      onEvent: (event) => log.info({ observer: event }, 'observer'),
    });
  }

  /** Findings that were counted together because there were so many. */
  get folded(): number {
    return this.#dedup.folded;
  }

  /** Lets the thread begin. What is relayed before it is {@link ready} waits in the ring. */
  begin(): void {
    this.#began = this.observer.start();
    // Told to whoever asks whether it is ready; until then nobody waits for it.
    this.#began.catch(() => undefined);
  }

  /** Waits until the thread looks at what is relayed. @throws Error when it could not be started. */
  ready(): Promise<void> {
    return this.#began;
  }

  /** Ends when what was relayed has been looked at, or the time is over, and what was found is written. */
  async stop(drainMs: number): Promise<void> {
    this.lists.close();
    await this.observer.stop(drainMs);
    this.#dedup.close();
    await this.hosts.close();
    const { journal, journalLock } = this.#options.stores;
    await journal.close();
    journalLock.release();
  }

  #programData(): ObserverProgramData {
    const { configuration, fingerprintKey, findingKey } = this.#options;
    const { maxScanBytes, groups } = configuration.settings;
    return { fingerprintKey, findingKey, maxScanBytes, groups, watch: this.lists.watch };
  }

  /** The observer's thread is part of this program and its drafts are redacted by construction. */
  #onDrafts(drafts: unknown): void {
    if (!isDraftList(drafts)) return;
    for (const draft of drafts) if (!this.lists.suppressions.take(draft)) this.#dedup.observe(draft);
  }
}

function isDraftList(value: unknown): value is readonly FindingDraft[] {
  return Array.isArray(value) && value.every((draft) => isRecord(draft) && 'snippet' in draft);
}
