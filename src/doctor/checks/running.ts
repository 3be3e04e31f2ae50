import { GuardianError } from '../../text/guardian-error.js';
import { sayingIn } from '../../text/said.js';
import type { Check } from '../check.js';
import { ok, warn } from '../verdict.js';

/** Begins the codes of what a check of its own tells, with what to do about it. */
const TOLD_ELSEWHERE = 'status.sink_';

/** Whether it runs, and what its own status warns of. */
export const running: Check = {
  code: 'running',
  run: ({ status, statusProblem, beingStarted }) => {
    // Whether one runs is not known then.
    if (statusProblem !== undefined) throw new GuardianError(statusProblem);
    if (beingStarted !== undefined) {
      const args = { code: beingStarted.code, message: beingStarted };
      return [warn({ code: 'doctor.running.warning', args }, { code: 'doctor.running.remedy', args: {} })];
    }
    if (status === undefined) {
      return [warn({ code: 'doctor.running.not', args: {} }, { code: 'doctor.running.not_remedy', args: {} })];
    }
    const warnings = status.warnings.filter(({ code }) => !code.startsWith(TOLD_ELSEWHERE));
    if (warnings.length === 0) return ok({ code: 'doctor.running.ok', args: { pid: String(status.pid) } });
    return warnings.map((warning) => {
      const args = { code: warning.code, message: sayingIn(warning) ?? warning.message };
      return warn({ code: 'doctor.running.warning', args }, { code: 'doctor.running.remedy', args: {} });
    });
  },
};
