import { GuardianError } from '../../text/guardian-error.js';
import { validatorOf, type Validated } from '../../validation/validator.js';
import { trafficDigestSchema, type TrafficDigest } from '../digest/digest.generated.js';
import { findingsAnswerSchema, statusAnswerSchema } from './answer-schemas.js';
import type {
  AgentsAnswer,
  FindingsAnswer,
  MetricsAnswer,
  PauseAnswer,
  ProxyUrlAnswer,
  ReloadAnswer,
  ReloadCaAnswer,
  ReloadListsAnswer,
  ResumeAnswer,
  RevokeAnswer,
  StatusAnswer,
  WatcherAnswer,
} from './answers.js';
import { checkConfigResultSchema, type CheckConfigResult } from './check-config-result.generated.js';

const validateFindings = validatorOf<FindingsAnswer>(findingsAnswerSchema);
const validateStatus = validatorOf<StatusAnswer>(statusAnswerSchema);
const validateDigest = validatorOf<TrafficDigest>(trafficDigestSchema);
const validateCheckConfig = validatorOf<CheckConfigResult>(checkConfigResultSchema);
const validateProcess = validatorOf<{ readonly pid: number }>({
  type: 'object',
  additionalProperties: false,
  required: ['pid'],
  properties: { pid: { type: 'integer', minimum: 1 } },
});
const validateProxyUrl = validatorOf<ProxyUrlAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['url', 'localUrl'],
  properties: {
    url: { type: 'string', maxLength: 4096 },
    localUrl: { type: 'string', maxLength: 4096 },
    caBundle: { type: 'string', maxLength: 4096 },
  },
});
const count = { type: 'integer', minimum: 0 };
const validateAgents = validatorOf<AgentsAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['agents'],
  properties: {
    agents: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'generation', 'connections'],
        properties: {
          name: { type: 'string', maxLength: 128 },
          generation: count,
          upstream: { type: 'string', maxLength: 4096 },
          connections: count,
        },
      },
    },
  },
});
const validateRevoke = validatorOf<RevokeAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['generation', 'known', 'closed'],
  properties: { generation: count, known: { type: 'boolean' }, closed: count },
});
const validateReloadCa = validatorOf<ReloadCaAnswer>({
  type: 'object',
  additionalProperties: false,
  properties: { fingerprint: { type: 'string', maxLength: 95 } },
});

const validateReloadLists = validatorOf<ReloadListsAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['reloaded'],
  properties: { reloaded: { const: true }, files: { type: 'array', items: { type: 'string' } } },
});

const texts = { type: 'array', maxItems: 1000, items: { type: 'string', maxLength: 256 } };
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const validateReload = validatorOf<ReloadAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['sha256_before', 'sha256', 'changed', 'restart_needed'],
  properties: { sha256_before: digest, sha256: digest, changed: texts, restart_needed: texts },
});
const validatePause = validatorOf<PauseAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['since', 'until', 'reason'],
  properties: {
    since: { type: 'string', format: 'date-time' },
    until: { type: 'string', format: 'date-time' },
    reason: { type: 'string', maxLength: 200 },
  },
});
const validateResume = validatorOf<ResumeAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['was_paused'],
  properties: { was_paused: { type: 'boolean' } },
});
const validateMetrics = validatorOf<MetricsAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['text'],
  properties: {
    text: { type: 'string', maxLength: 1_000_000 },
    url: { type: 'string', maxLength: 256 },
    token: { type: 'string', maxLength: 128 },
  },
});
const validateWatcher = validatorOf<WatcherAnswer>({
  type: 'object',
  additionalProperties: false,
  required: ['supervisor'],
  properties: { supervisor: { type: 'integer', minimum: 1 }, sidecar: { type: 'integer', minimum: 1 } },
});

/**
 * What may be answered to each method, checked before anybody relies on it: whoever answers may be of another version,
 * and in a container it may be anybody. Each throws GuardianError `control.no_answer`.
 */
export const answers = {
  ping: (answer: unknown) => expected(validateProcess(answer)),
  status: (answer: unknown) => expected(validateStatus(answer)),
  digest: (answer: unknown) => expected(validateDigest(answer)),
  findings: (answer: unknown) => expected(validateFindings(answer)),
  checkConfig: (answer: unknown) => expected(validateCheckConfig(answer)),
  proxyUrl: (answer: unknown) => expected(validateProxyUrl(answer)),
  agents: (answer: unknown) => expected(validateAgents(answer)),
  revokeAgent: (answer: unknown) => expected(validateRevoke(answer)),
  reloadCa: (answer: unknown) => expected(validateReloadCa(answer)),
  reloadLists: (answer: unknown) => expected(validateReloadLists(answer)),
  reload: (answer: unknown) => expected(validateReload(answer)),
  pause: (answer: unknown) => expected(validatePause(answer)),
  resume: (answer: unknown) => expected(validateResume(answer)),
  metrics: (answer: unknown) => expected(validateMetrics(answer)),
  watcher: (answer: unknown) => expected(validateWatcher(answer)),
};

function expected<T>(checked: Validated<T>): T {
  if (checked.ok) return checked.value;
  const fields = checked.problems
    .slice(0, 3)
    .map(({ field }) => field.slice(0, 60).replace(/[^\w.-]/g, '?') || '(document)');
  throw new GuardianError({ code: 'control.no_answer', args: { reason: `malformed: ${fields.join(', ')}` } });
}
