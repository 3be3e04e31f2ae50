import { examine } from '../../doctor/examine.js';
import { install } from '../../install/install.js';
import { GuardianError } from '../../text/guardian-error.js';
import type { Saying } from '../../text/texts.js';
import type { Seen } from '../seen.js';

/** Whether this machine and, where there is one, the NanoClaw checkout are fit for it. Nothing is changed. */
export async function preflight(seen: Seen): Promise<readonly Saying[]> {
  const { machine, settings, configProblem, status } = seen;
  if (configProblem !== undefined) return [configProblem.saying];
  const { env, state, configFile, nanoclaw } = machine;
  const examined = { env, state, configFile, settings, configProblem: undefined, status, target: undefined };
  const diagnoses = await examine({ ...examined, now: new Date() });
  const failures = diagnoses
    .flatMap(({ verdicts }) => verdicts)
    .filter(({ result }) => result === 'fail')
    .flatMap(({ message, remedy }) => (remedy === undefined ? [message] : [message, remedy]));
  return [...failures, ...(nanoclaw === undefined ? [] : whyNotInstallable(nanoclaw, env))];
}

function whyNotInstallable(folder: string, env: NodeJS.ProcessEnv): Saying[] {
  try {
    install({ folder, env, dryRun: true, inspectHttps: false, listen: undefined });
    return [];
  } catch (error) {
    if (error instanceof GuardianError) return [error.saying];
    throw error;
  }
}
