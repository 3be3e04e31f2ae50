import { accessSync, constants } from 'node:fs';
import { upstreamTrust } from '../../proxy/certificates/upstream-trust.js';
import { GuardianError } from '../../text/guardian-error.js';
import type { Saying } from '../../text/texts.js';
import { codeOf, messageOf } from '../../text/unknown-error.js';
import type { Check, Examined, Verdict } from '../check.js';
import { fail, ok } from '../verdict.js';

/** Whether the configuration can be used, with the files and the folder that a start needs. */
export const configuration: Check = {
  code: 'config',
  run: (examined) => {
    const { configProblem, configFile } = examined;
    if (configProblem !== undefined) return cannotBeUsed(configProblem);
    const problem = whatKeepsFromStarting(examined);
    if (problem !== undefined) return cannotBeUsed(problem);
    return ok({ code: 'doctor.config.ok', args: { file: configFile } });
  },
};

function cannotBeUsed(problem: string | Saying): readonly Verdict[] {
  return [fail({ code: 'doctor.config.invalid', args: { problem } }, { code: 'doctor.config.remedy', args: {} })];
}

/** What no configuration shows: whether this user may read and write what it names. */
function whatKeepsFromStarting({ settings, state, env }: Examined): Saying | undefined {
  try {
    upstreamTrust(settings?.trustedCaFiles ?? [], env);
  } catch (error) {
    if (error instanceof GuardianError) return error.saying;
  }
  try {
    accessSync(state.home, constants.W_OK);
  } catch (error) {
    // One that is not there yet is made by the first start.
    if (codeOf(error) !== 'ENOENT') {
      return { code: 'state.folder', args: { folder: state.home, reason: messageOf(error) } };
    }
  }
  return undefined;
}
