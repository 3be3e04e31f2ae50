import { answers } from '../sidecar/control/checked-answers.js';
import { callControl } from '../sidecar/control/client.js';
import { describeAuthority } from '../sidecar/ca/ca-description.js';
import { loadConfig } from '../sidecar/config.js';
import type { Settings } from '../sidecar/settings.js';
import type { Status } from '../sidecar/status.generated.js';
import { GuardianError } from '../text/guardian-error.js';
import type { SetupMachine } from './machine.js';
import { readRecord } from './record.js';
import type { SetupRecord } from './setup-record.generated.js';

/** What there is now, looked at once for all steps. */
export interface Seen {
  readonly machine: SetupMachine;
  readonly record: SetupRecord;
  /** Undefined when the configuration is not valid. */
  readonly settings: Settings | undefined;
  /** Why it is not. */
  readonly configProblem: GuardianError | undefined;
  /** Undefined when it is not running. */
  readonly status: Status | undefined;
  /** Of the CA on disk, as openssl prints it; undefined when there is none, or it cannot be read. */
  readonly fingerprint: string | undefined;
}

export async function lookAt(machine: SetupMachine): Promise<Seen> {
  const { state, configFile, env } = machine;
  let settings: Settings | undefined;
  let configProblem: GuardianError | undefined;
  try {
    ({ settings } = loadConfig(configFile, state.home, env));
  } catch (error) {
    if (!(error instanceof GuardianError)) throw error;
    configProblem = error;
  }
  const status = await callControl(state.controlSocket, 'status')
    .then(answers.status)
    .catch(() => undefined);
  const fingerprint = fingerprintIn(machine);
  return { machine, record: readRecord(state), settings, configProblem, status, fingerprint };
}

function fingerprintIn({ state }: SetupMachine): string | undefined {
  try {
    return describeAuthority(state)?.fingerprint;
  } catch {
    // The step that makes the CA, or the doctor before it, says what is wrong with it.
    return undefined;
  }
}
