import { queryFindings } from '../../findings/journal/query/query.js';
import { findingsQuerySchema, type FindingsQuery } from '../../findings/journal/query/findings-query.generated.js';
import { englishTexts, render } from '../../text/texts.js';
import { validatorOf } from '../../validation/validator.js';
import { readConfig } from '../config.js';
import type { Sidecar, SidecarOptions } from '../sidecar.js';
import { readIfThere } from '../state-folder.js';
import { accepted, validateNothing } from './accepted.js';
import { agentHandlers } from './agent-handlers.js';
import type { ReloadCaAnswer } from './answers.js';
import type { CheckConfigResult } from './check-config-result.generated.js';
import { checkConfigSchema, type CheckConfig } from './check-config.generated.js';
import type { ControlHandler } from './server.js';
import { trustGateway } from './trust-gateway.js';

const validateQuery = validatorOf<FindingsQuery>(findingsQuerySchema);
const validateCheck = validatorOf<CheckConfig>(checkConfigSchema);

/**
 * What the control socket answers. Arguments are validated whole before anything is done (law 7). Agents are let through
 * to three of these methods (`src/host/agent-action.ts`); whoever opens the socket itself is the operator or the host.
 */
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
    ...agentHandlers(sidecar),
    'trust-gateway': (params) => trustGateway(sidecar, params),
    'reload-ca': (params) => {
      accepted(validateNothing(params));
      return reloadCa(sidecar);
    },
    stop: (params) => {
      accepted(validateNothing(params));
      // Answered first; the signal is what an operator or a supervisor would send.
      setImmediate(() => process.kill(process.pid, 'SIGTERM'));
      return { stopping: true };
    },
  };
}

async function reloadCa({ ca, log }: Sidecar): Promise<ReloadCaAnswer> {
  if (ca === undefined) return {};
  await ca.reload();
  const { fingerprint } = ca;
  log.info({ fingerprint }, 'CA reloaded');
  return { fingerprint };
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
