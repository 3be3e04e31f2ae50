import { GuardianError } from '../text/guardian-error.js';
import { messageOf } from '../text/unknown-error.js';
import type { Sidecar } from './sidecar.js';
import type { SettingsChange } from './settings-change.js';

/** What a reload came to. */
export interface ReloadReport {
  readonly sha256Before: string;
  readonly sha256: string;
  /** Settings that are in effect now and were not before. */
  readonly changed: readonly string[];
  /** Settings that were changed and wait for a restart. */
  readonly restartNeeded: readonly string[];
}

/** Names in one line of the audit log. */
const MAX_KEYS = 64;

/**
 * Lets a sidecar use the configuration that lies on disk now, whole or not at all.
 *
 * @param prepare Makes what the settings need without touching what is in use, and returns what puts it in use.
 * @throws GuardianError that says what is wrong; the configuration of before stays in use then.
 */
export async function reload(
  sidecar: Pick<Sidecar, 'configuration' | 'log' | 'audit' | 'ca'>,
  prepare: (change: SettingsChange) => Promise<() => void>,
): Promise<ReloadReport> {
  const { configuration, log, audit } = sidecar;
  const sha256Before = configuration.sha256;
  try {
    const candidate = configuration.candidate();
    const use = await prepare(candidate.change);
    configuration.use(candidate);
    use();
    const { changed, restartNeeded } = candidate.change;
    const report = { sha256Before, sha256: configuration.sha256, changed, restartNeeded };
    log.info({ reload: report }, 'configuration reloaded');
    audit.record({
      kind: 'config_changed',
      before_sha256: sha256Before,
      after_sha256: configuration.sha256,
      keys: [...changed, ...restartNeeded].slice(0, MAX_KEYS),
    });
    if (changed.includes('trustedCaFiles')) await rewriteBundle(sidecar);
    keepInUse(sidecar);
    return report;
  } catch (error) {
    const refusal =
      error instanceof GuardianError
        ? error
        : new GuardianError({ code: 'config.not_used', args: { reason: messageOf(error) } });
    noteRefusal(sidecar, refusal);
    throw refusal;
  }
}

/** Lets everybody know that a configuration was refused and the one before stays in use. */
export function noteRefusal(
  { configuration, log, audit }: Pick<Sidecar, 'configuration' | 'log' | 'audit'>,
  refusal: GuardianError,
): void {
  configuration.refuse(refusal.saying);
  // The message names fields and kinds of values, never the values.
  log.error({ code: refusal.code, reason: refusal.message }, 'configuration refused');
  audit.record({ kind: 'config_rejected', code: refusal.code, problems: problemsIn(refusal) });
}

/** Keeps a copy of what is in use, for a start after a crash. Without one, that start needs a file that is right. */
export function keepInUse({ configuration, log }: Pick<Sidecar, 'configuration' | 'log'>): void {
  const reason = configuration.keep();
  if (reason !== undefined) log.warn({ reason }, 'no copy of the configuration was kept');
}

/** A configuration that does not follow its schema is described by a line for each problem below a first one. */
function problemsIn({ message }: GuardianError): number {
  return Math.max(1, message.split('\n').length - 1);
}

/** The bundle of clients holds the configured CAs too. */
async function rewriteBundle({ ca, log }: Pick<Sidecar, 'ca' | 'log'>): Promise<void> {
  try {
    await ca?.reload();
  } catch (error) {
    log.error({ reason: messageOf(error) }, 'the bundle was not written');
  }
}
