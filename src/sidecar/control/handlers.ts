import { runningDigest } from '../digest/running-digest.js';
import { findingsQuerySchema, type FindingsQuery } from '../../findings/journal/query/findings-query.generated.js';
import { saidOf } from '../../text/said.js';
import { validatorOf } from '../../validation/validator.js';
import { readConfig } from '../config.js';
import type { SidecarOptions } from '../foundation.js';
import type { Sidecar } from '../sidecar.js';
import { readIfThere } from '../state-folder.js';
import { accepted, validateNothing } from './accepted.js';
import { agentHandlers } from './agent-handlers.js';
import { gateHandler } from '../gate/gate-handler.js';
import type { FindingsAnswer, ReloadCaAnswer, ReloadListsAnswer, StatusAnswer } from './answers.js';
import { aDayAgo, digestHandlers } from './digest-handlers.js';
import { findingsAnswer } from './findings-answer.js';
import type { CheckConfigResult } from './check-config-result.generated.js';
import { checkConfigSchema, type CheckConfig } from './check-config.generated.js';
import { metricsHandlers } from './metrics-handlers.js';
import { operationHandlers } from './operation-handlers.js';
import type { ControlHandler } from './server.js';
import { statusRequestSchema, type StatusRequest } from './status-request.generated.js';
import { sessionHandlers } from './session-handlers.js';
import { trustGateway } from './trust-gateway.js';

const validateQuery = validatorOf<FindingsQuery>(findingsQuerySchema);
const validateStatus = validatorOf<StatusRequest>(statusRequestSchema);
const validateCheck = validatorOf<CheckConfig>(checkConfigSchema);

/**
 * What the control socket answers. Arguments are validated whole before anything is done (law 7). Agents ask
 * through `agent-request` alone, by way of the host; whoever opens the socket itself is the operator or the host.
 */
export function controlHandlers(sidecar: Sidecar, options: SidecarOptions): Record<string, ControlHandler> {
  const findings = async (query: FindingsQuery): Promise<FindingsAnswer> => {
    await sidecar.journal.flush();
    return findingsAnswer(sidecar.findingsFolder, query);
  };
  const called = (tool: string): void => sidecar.audit.record({ kind: 'tool_called', caller: 'operator', tool });
  return {
    ping: (params) => {
      accepted(validateNothing(params));
      return { pid: process.pid };
    },
    status: async (params): Promise<StatusAnswer> => {
      const { digest } = accepted(validateStatus(params));
      called('traffic-status');
      const status = await sidecar.status();
      return digest === true
        ? { ...status, digest_24h: await runningDigest(sidecar, { since: aDayAgo() }, status) }
        : status;
    },
    findings: (params) => {
      const query = accepted(validateQuery(params));
      called('traffic-findings');
      return findings(query);
    },
    'check-config': (params) => {
      const request = accepted(validateCheck(params));
      called('traffic-check-config');
      return checkConfig(request, options);
    },
    ...gateHandler(sidecar, { findings, checkConfig: (request) => checkConfig(request, options) }),
    ...agentHandlers(sidecar),
    ...operationHandlers(sidecar),
    ...metricsHandlers(sidecar),
    ...digestHandlers(sidecar),
    ...sessionHandlers(sidecar),
    'trust-gateway': (params) => trustGateway(sidecar, params),
    'reload-ca': (params) => {
      accepted(validateNothing(params));
      return reloadCa(sidecar);
    },
    'reload-lists': (params) => {
      accepted(validateNothing(params));
      sidecar.lists.reload();
      return { reloaded: true, files: sidecar.lists.files } satisfies ReloadListsAnswer;
    },
    stop: (params) => {
      accepted(validateNothing(params));
      // Answered first; the signal is what an operator or a supervisor would send.
      setImmediate(() => process.kill(process.pid, 'SIGTERM'));
      return { stopping: true };
    },
  };
}

async function reloadCa({ ca, log, audit }: Sidecar): Promise<ReloadCaAnswer> {
  if (ca === undefined) return {};
  await ca.reload();
  const { fingerprint } = ca;
  log.info({ fingerprint }, 'CA reloaded');
  audit.record({ kind: 'ca_reloaded', fingerprint });
  return { fingerprint };
}

function checkConfig({ config }: CheckConfig, { home, env, configFile }: SidecarOptions): CheckConfigResult {
  const text = config === undefined ? readIfThere(configFile)?.toString('utf8') : JSON.stringify(config);
  const outcome = readConfig({ text, home, env });
  if (outcome.ok) return { valid: true, problems: [] };
  const problems = outcome.problems.map(({ field, saying }) => ({ field, ...saidOf(saying) }));
  return { valid: false, problems };
}
