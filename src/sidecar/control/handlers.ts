import { isIPv6 } from 'node:net';
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
import { proxyUrlRequestSchema, type ProxyUrlRequest } from './proxy-url.generated.js';
import type { ControlHandler } from './server.js';

const validateQuery = validatorOf<FindingsQuery>(findingsQuerySchema);
const validateCheck = validatorOf<CheckConfig>(checkConfigSchema);
const validateProxyUrl = validatorOf<ProxyUrlRequest>(proxyUrlRequestSchema);
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
    'proxy-url': (params) => {
      const { agent } = accepted(validateProxyUrl(params));
      return { url: sidecar.proxyUrlFor(agent), localUrl: localProxyUrl(sidecar, agent) };
    },
    'reload-lists': (params) => {
      accepted(validateNothing(params));
      sidecar.lists.reload();
      return { reloaded: true };
    },
    stop: (params) => {
      accepted(validateNothing(params));
      // Answered first; the signal is what an operator or a supervisor would send.
      setImmediate(() => process.kill(process.pid, 'SIGTERM'));
      return { stopping: true };
    },
  };
}

/** The proxy as programs on this machine reach it; a configured `proxyUrl` is how containers do. */
function localProxyUrl({ settings, listening, credentials }: Sidecar, agent: string): string {
  const { host } = settings.listen;
  // What listens everywhere is reached on loopback.
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const port = listening.slice(listening.lastIndexOf(':') + 1);
  return `http://${agent}:${credentials.tokenFor(agent)}@${isIPv6(reached) ? `[${reached}]` : reached}:${port}`;
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
