import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedFinding } from '../findings/finding.js';
import { Suppressions } from '../findings/suppression/suppressions.js';
import { callControl } from '../sidecar/control/client.js';
import { openJournal } from '../sidecar/open-journal.js';
import { ProcessLock } from '../sidecar/process-lock.js';
import { recordSessionFindings, type SessionRecord } from '../sidecar/session-findings.js';
import type { Settings } from '../sidecar/settings.js';
import { ensurePrivateFolder, type StateFolder } from '../sidecar/state-folder.js';
import { loadSuppressions } from '../sidecar/suppression-file.js';
import { GuardianError } from '../text/guardian-error.js';
import { validatorOf } from '../validation/validator.js';

/** So many findings fit into one request to the sidecar. */
const MAX_IN_REQUEST = 30;
/** A sidecar that starts or stops has the journal for a moment and does not answer yet, or no more; in milliseconds. */
const WAIT_MS = 15_000;
const RETRY_MS = 50;

const count = { type: 'integer', minimum: 0 } as const;
const validateRecord = validatorOf<SessionRecord>({
  type: 'object',
  additionalProperties: false,
  required: ['recorded', 'suppressed', 'lost'],
  properties: { recorded: count, suppressed: { type: 'array', items: { type: 'string' } }, lost: count },
});

/** Brings findings into the journal of an installation, which exactly one process writes. */
export class HandOver {
  readonly #state: StateFolder;
  readonly #settings: Settings;

  constructor(state: StateFolder, settings: Settings) {
    this.#state = state;
    this.#settings = settings;
  }

  /**
   * Hands findings to the sidecar that runs, or writes them where none does.
   *
   * @returns the identifiers of those that were kept back because the operator has judged them.
   * @throws GuardianError `sessions.not_written` when the journal does not take them, `control.…` when the sidecar does
   *   not answer.
   */
  async record(findings: readonly RecordedFinding[]): Promise<ReadonlySet<string>> {
    const suppressed = new Set<string>();
    for (let at = 0; at < findings.length; at += MAX_IN_REQUEST) {
      const record = await this.#record(findings.slice(at, at + MAX_IN_REQUEST));
      if (record.lost > 0) throw new GuardianError({ code: 'sessions.not_written', args: { count: record.lost } });
      for (const id of record.suppressed) suppressed.add(id);
    }
    return suppressed;
  }

  async #record(findings: readonly RecordedFinding[]): Promise<SessionRecord> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const record = (await this.#byTheSidecar(findings)) ?? (await this.#directly(findings));
      if (record !== undefined) return record;
      if (performance.now() > deadline) throw new GuardianError({ code: 'sessions.journal_taken', args: {} });
      await delay(RETRY_MS);
    }
  }

  /** Undefined when no sidecar runs. */
  async #byTheSidecar(findings: readonly RecordedFinding[]): Promise<SessionRecord | undefined> {
    try {
      const answer = validateRecord(await callControl(this.#state.controlSocket, 'record-session', { findings }));
      if (answer.ok) return answer.value;
    } catch (error) {
      if (error instanceof GuardianError && error.code === 'control.not_running') return undefined;
      throw error;
    }
    throw new GuardianError({ code: 'control.no_answer', args: { reason: 'malformed' } });
  }

  /** Undefined when another process has the journal. */
  async #directly(findings: readonly RecordedFinding[]): Promise<SessionRecord | undefined> {
    ensurePrivateFolder(this.#state.home);
    const lock = await ProcessLock.take(this.#state.journalLock);
    if (lock === undefined) return undefined;
    try {
      const suppressions = new Suppressions();
      suppressions.replace(loadSuppressions(this.#state));
      const journal = await openJournal(this.#settings, () => undefined);
      const record = await recordSessionFindings(findings, { journal, suppressions });
      const { waiting } = journal.status;
      await journal.close();
      // What still waited is gone with this process; a sidecar would try again.
      return { ...record, recorded: record.recorded - waiting, lost: record.lost + waiting };
    } finally {
      lock.release();
    }
  }
}
