import { queryFindings } from '../../findings/journal/query/query.js';
import { findingsQuerySchema, type FindingsQuery } from '../../findings/journal/query/findings-query.generated.js';
import { GuardianError } from '../../text/guardian-error.js';
import { englishTexts, render } from '../../text/texts.js';
import { describeProblems, validatorOf, type Validated } from '../../validation/validator.js';
import { readConfig } from '../config.js';
import type { Sidecar, SidecarOptions } from '../sidecar.js';
import { readIfThere } from '../state-folder.js';
import type { CheckConfigResult } from './check-config-result.generated.js';
import { checkConfigSchema, type CheckConfig } from './check-config.generated.js';
import type { ControlHandler } from './server.js';

const validateQuery = validatorOf<FindingsQuery>(findingsQuerySchema);
const validateCheck = validatorOf<CheckConfig>(checkConfigSchema);
const validateNothing = validatorOf<object>({ type: 'object', additionalProperties: false, properties: {} });

/** What the control socket answers. Arguments are validated whole before anything is done (law 7). */
export function controlHandlers(sidecar: Sidecar, options: SidecarOptions): Record<string, ControlHandler> {
  return {
    ping: (params) => {
      accepted(validateNothing(params));
      return { pid: process.pid };
    },
    status: (params) => {
      accepted(validateNothing(params));
      return sidecar.status();
    },
    findings: async (params) => {
      const query = accepted(validateQuery(params));
      await sidecar.journal.flush();
      const { findings, nextCursor, scanned } = await queryFindings(sidecar.findingsFolder, query);
      return { findings, ...(nextCursor === undefined ? {} : { nextCursor }), skippedLines: scanned.skippedLines };
    },
    'check-config': (params) => checkConfig(accepted(validateCheck(params)), options),
    stop: (params) => {
      accepted(validateNothing(params));
      // Answered first; the signal is what an operator or a supervisor would send.
      setImmediate(() => process.kill(process.pid, 'SIGTERM'));
      return { stopping: true };
    },
  };
}

function checkConfig({ config }: CheckConfig, { home, env, configFile }: SidecarOptions): CheckConfigResult {
  const text = config === undefined ? readIfThere(configFile)?.toString('utf8') : JSON.stringify(config);
  const outcome = readConfig({ text, home, env });
  if (outcome.ok) return { valid: true, problems: [] };
  const problems = outcome.problems.map(({ field, saying }) => ({
    field,
    code: saying.code,
    message: render(englishTexts, saying),
  }));
  return { valid: false, problems };
}

function accepted<T>(checked: Validated<T>): T {
  if (checked.ok) return checked.value;
  const problems = describeProblems(checked.problems, englishTexts);
  throw new GuardianError({ code: 'control.invalid', args: { problems } });
}
