import { join } from 'node:path';
import type { Detector } from '../detect/detector.js';
import type { RecordedFinding } from '../findings/finding.js';
import { FindingsReader } from '../findings/journal/query/reader.js';
import { detectorOf } from '../sidecar/detector-of.js';
import { loadInstallKeys } from '../sidecar/install-keys.js';
import { findingsFolderOf } from '../sidecar/open-journal.js';
import { ProcessLock } from '../sidecar/process-lock.js';
import type { Settings } from '../sidecar/settings.js';
import { ensurePrivateFolder, type StateFolder } from '../sidecar/state-folder.js';
import { GuardianError } from '../text/guardian-error.js';
import { codeOf } from '../text/unknown-error.js';
import { DAY_MS, MINUTE_MS } from '../time/lengths.js';
import { cursorOf, CursorMark, type Cursor } from './cursor.js';
import { CursorStore } from './cursor-store.js';
import { Fold } from './fold.js';
import { HandOver } from './hand-over.js';
import { openInside, type Opened } from './open-inside.js';
import { sessionPlaces, type SessionPlace } from './places.js';
import { MAX_BYTES_A_SCAN, scanFile } from './scan-file.js';
import { sessionFilesIn, type LeftOut } from './session-files.js';
import { notToldYet } from './told-already.js';

export interface SessionScanOptions {
  /** A NanoClaw checkout. Nothing in it is changed. */
  readonly root: string;
  /** Of the Guardian whose journal takes the findings. */
  readonly state: StateFolder;
  readonly settings: Settings;
  /** What happened before is passed over, in ms since 1970; by default what the journal would not keep either. */
  readonly since?: number;
  /** Ends the scan in order; the next one goes on where it stopped. */
  readonly signal: AbortSignal;
  readonly report: (event: SessionScanEvent) => void;
  /** ms since 1970. */
  readonly clock?: () => number;
  /** One that is made already; by default that of the installation. */
  readonly detector?: Detector;
}

export type SessionScanEvent =
  | { readonly kind: 'finding'; readonly finding: RecordedFinding }
  | { readonly kind: 'left-out'; readonly path: string; readonly reason: LeftOut }
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string }
  | { readonly kind: 'progress'; readonly files: number; readonly bytes: number };

/** What a scan came to. */
export interface SessionScanTotal {
  /** Transcripts and archives, those without news included. */
  files: number;
  /** Bytes that were looked at. */
  bytes: number;
  /** Written into the journal. */
  findings: number;
  /** Found, and in the journal already: seen in traffic or by a scan before. */
  known: number;
  suppressed: number;
  /** Lines that are no transcript's, or too long. */
  malformed: number;
  leftOut: number;
  unreadable: number;
  /** Whether everything was looked at to its end. */
  complete: boolean;
}

/** What passed the proxy is in the transcript some moments later; a slow tool takes minutes. */
const SLACK_MS = 5 * MINUTE_MS;
/** Findings that are held before they are compared with the journal and written. */
const MAX_HELD = 500;

/**
 * Looks at what agents did according to their transcripts, and writes what is found and not known yet into the findings
 * journal. It goes on where the last scan stopped.
 *
 * @throws GuardianError `install.not_nanoclaw`, `sessions.already_running`, or as the journal and the sidecar do.
 */
export async function scanSessions(options: SessionScanOptions): Promise<SessionScanTotal> {
  const places = sessionPlaces(options.root);
  ensurePrivateFolder(options.state.home);
  const lock = await ProcessLock.take(options.state.sessionsLock);
  if (lock === undefined) throw new GuardianError({ code: 'sessions.already_running', args: {} });
  try {
    return await new SessionScan(options).run(places);
  } finally {
    lock.release();
  }
}

/** One scan of all places. */
class SessionScan {
  readonly #options: SessionScanOptions;
  readonly #now: number;
  readonly #since: number;
  readonly #detector: Detector;
  readonly #cursors: CursorStore;
  readonly #mark: CursorMark;
  readonly #fold: Fold;
  readonly #nearMs: number;
  readonly #reader: FindingsReader;
  readonly #handOver: HandOver;
  readonly #total: SessionScanTotal = {
    files: 0,
    bytes: 0,
    findings: 0,
    known: 0,
    suppressed: 0,
    malformed: 0,
    leftOut: 0,
    unreadable: 0,
    complete: true,
  };

  constructor(options: SessionScanOptions) {
    const { state, settings, clock = Date.now } = options;
    const keys = loadInstallKeys(state);
    this.#options = options;
    this.#now = clock();
    this.#since = options.since ?? this.#now - settings.findings.maxAgeDays * DAY_MS;
    this.#detector = options.detector ?? detectorOf(settings, state, keys);
    this.#cursors = new CursorStore(state);
    this.#mark = new CursorMark(keys.fingerprints);
    this.#nearMs = settings.findings.dedupWindowMs + SLACK_MS;
    this.#fold = new Fold(this.#nearMs);
    this.#reader = new FindingsReader(findingsFolderOf(settings));
    this.#handOver = new HandOver(state, settings);
  }

  async run(places: readonly SessionPlace[]): Promise<SessionScanTotal> {
    const { signal, root } = this.#options;
    try {
      for (const place of places) {
        for await (const found of sessionFilesIn(place)) {
          if (signal.aborted) break;
          if (found.kind === 'file') await this.#file(place, found.path);
          else if (found.kind === 'left-out') this.#leftOut(found.path, found.reason);
          else this.#unreadable(found.path, found.code);
        }
      }
      if (signal.aborted) this.#total.complete = false;
      if (this.#total.complete) this.#cursors.forgetOthersBelow(join(root));
      return this.#total;
    } finally {
      this.#cursors.save();
    }
  }

  async #file(place: SessionPlace, path: string): Promise<void> {
    try {
      const opened = await openInside(place.folder, path);
      if (opened.kind === 'left-out') {
        this.#leftOut(path, opened.reason);
        return;
      }
      try {
        await this.#opened(place, path, opened);
      } finally {
        await opened.handle.close();
      }
      this.#total.files++;
      this.#options.report({ kind: 'progress', files: 1, bytes: 0 });
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined || error instanceof GuardianError) throw error;
      if (code !== 'ENOENT') this.#unreadable(path, code);
    }
  }

  async #opened(place: SessionPlace, path: string, opened: Extract<Opened, { kind: 'open' }>): Promise<void> {
    const { handle, inode, size } = opened;
    const cursor = await cursorOf({ handle, size }, this.#cursors.withInode(inode), this.#mark);
    const from = cursor !== undefined && this.#covers(cursor) ? cursor.offset : 0;
    let offset = from;
    if (from < size || cursor === undefined) {
      const scan = { detector: this.#detector, since: this.#since, now: this.#now };
      for await (const step of scanFile({ place, path, opened, from }, scan)) {
        this.#options.report({ kind: 'progress', files: 0, bytes: step.offset - offset });
        this.#total.bytes += step.offset - offset;
        this.#total.malformed += step.malformed;
        offset = step.offset;
        for (const finding of step.findings) this.#fold.add(finding);
        if (this.#fold.size >= MAX_HELD) await this.#record();
        if (this.#options.signal.aborted) break;
      }
      await this.#record();
      if (offset - from >= MAX_BYTES_A_SCAN) this.#total.complete = false;
    }
    const since = this.#sinceOf(cursor, from);
    // Not before everything in front of it is in the journal.
    this.#cursors.put({ path, inode, offset, before: await this.#mark.of(handle, offset), since });
  }

  /** Whether what a scan before passed over is of no interest now either. */
  #covers({ since }: Cursor): boolean {
    return since === undefined || Date.parse(since) <= this.#since;
  }

  #sinceOf(cursor: Cursor | undefined, from: number): string {
    const before = from === 0 ? undefined : cursor?.since;
    return new Date(Math.max(0, this.#since, before === undefined ? 0 : Date.parse(before))).toISOString();
  }

  /** Writes what is held and not known. */
  async #record(): Promise<void> {
    const held = this.#fold.take();
    const news = await notToldYet(held, this.#reader, this.#nearMs);
    this.#total.known += held.length - news.length;
    const suppressed = await this.#handOver.record(news.map(({ finding }) => finding));
    this.#total.suppressed += suppressed.size;
    for (const { finding } of news) {
      if (suppressed.has(finding.id)) continue;
      this.#total.findings++;
      this.#options.report({ kind: 'finding', finding });
    }
  }

  #leftOut(path: string, reason: LeftOut): void {
    this.#total.leftOut++;
    this.#options.report({ kind: 'left-out', path, reason });
  }

  #unreadable(path: string, code: string): void {
    this.#total.unreadable++;
    this.#options.report({ kind: 'unreadable', path, code });
  }
}
