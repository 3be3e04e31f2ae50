import type { Finding } from '../../findings/finding.js';
import { findingSchema } from '../../findings/finding.generated.js';
import { incidentSchema, type Incident } from '../../findings/incidents/incident.generated.js';
import { GuardianError } from '../../text/guardian-error.js';
import { validatorOf, type Validated } from '../../validation/validator.js';
import { trafficDigestSchema, type TrafficDigest } from '../digest/digest.generated.js';
import { statusSchema, type Status } from '../status.generated.js';
import { checkConfigResultSchema, type CheckConfigResult } from './check-config-result.generated.js';

/** The answer to `findings`. */
export interface FindingsAnswer {
  /** Newest first. */
  readonly findings: readonly Finding[];
  /** Where the next page begins; absent when everything was looked at. */
  readonly nextCursor?: string;
  /** Lines of the journal that are not findings. */
  readonly skippedLines: number;
  /** The newest, the newest first; present when they were asked for. */
  readonly incidents?: readonly Incident[];
}

/** The answer to `status`. */
export type StatusAnswer = Status & {
  /** Present when it was asked for. */
  readonly digest_24h?: TrafficDigest;
};

/** Incidents in one answer. */
export const MAX_INCIDENTS = 20;

/** The answer to `proxy-url`. */
export interface ProxyUrlAnswer {
  /** As the agent group's containers reach the proxy, with its credential. */
  readonly url: string;
  /** The same as programs on this machine reach it. */
  readonly localUrl: string;
  /** The bundle that its programs are to trust; present with HTTPS inspection. */
  readonly caBundle?: string;
}

/** One of the groups in the answer to `agents`. */
export interface AgentAnswer {
  readonly name: string;
  /** How often its credential was revoked. */
  readonly generation: number;
  /** Its own upstream proxy without credentials; absent when it uses that of the configuration. */
  readonly upstream?: string;
  /** Client connections that are open. */
  readonly connections: number;
}

/** The answer to `agents`. */
export interface AgentsAnswer {
  readonly agents: readonly AgentAnswer[];
}

/** The answer to `revoke-agent`. */
export interface RevokeAnswer {
  readonly generation: number;
  /** Connections that were closed. */
  readonly closed: number;
}

/** The answer to `reload-ca`. */
export interface ReloadCaAnswer {
  /** Of the CA that is in use now; absent without HTTPS inspection. */
  readonly fingerprint?: string;
}

/** The answer to `reload`. */
export interface ReloadAnswer {
  readonly sha256_before: string;
  readonly sha256: string;
  /** Settings that are in effect now and were not before. */
  readonly changed: readonly string[];
  /** Settings that were changed and wait for a restart. */
  readonly restart_needed: readonly string[];
}

/** The answer to `pause`: the pause as it lasts now. */
export interface PauseAnswer {
  readonly since: string;
  readonly until: string;
  readonly reason: string;
}

/** The answer to `resume`. */
export interface ResumeAnswer {
  readonly was_paused: boolean;
}

/** The answer to `metrics`. */
export interface MetricsAnswer {
  /** In the text format of Prometheus. */
  readonly text: string;
  /** Where they are served, and the token for it; present when they are. */
  readonly url?: string;
  readonly token?: string;
}

/** The answer of a supervisor to `ping`. */
export interface WatcherAnswer {
  /** Process id of the supervisor. */
  readonly supervisor: number;
  /** Process id of the sidecar; absent while there is none. */
  readonly sidecar?: number;
}

/** The schema that {@link FindingsAnswer} follows; a finding's own schema stands in it whole. */
export const findingsAnswerSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['findings', 'skippedLines'],
  properties: {
    findings: {
      type: 'array',
      description: 'Newest first. Each is one clawsec-traffic-finding/v1.',
      items: {
        type: 'object',
        additionalProperties: findingSchema.additionalProperties,
        required: findingSchema.required,
        properties: findingSchema.properties,
      },
    },
    nextCursor: {
      type: 'string',
      maxLength: 200,
      description: 'Give it back as "cursor" to go on; absent when everything was looked at.',
    },
    skippedLines: {
      type: 'integer',
      minimum: 0,
      description: 'Lines of the journal that could not be read as findings.',
    },
    incidents: {
      type: 'array',
      description: `The newest ${MAX_INCIDENTS} incidents, newest first; present when they were asked for.`,
      items: {
        type: 'object',
        description: incidentSchema.description,
        additionalProperties: incidentSchema.additionalProperties,
        required: incidentSchema.required,
        properties: incidentSchema.properties,
      },
    },
  },
} as const;

/** The schema that {@link StatusAnswer} follows; the digest's own schema stands in it whole. */
export const statusAnswerSchema = {
  type: 'object',
  description: statusSchema.description,
  additionalProperties: false,
  required: statusSchema.required,
  properties: {
    ...statusSchema.properties,
    digest_24h: {
      type: 'object',
      description: `${trafficDigestSchema.description} Of 24 hours; present when it was asked for.`,
      additionalProperties: false,
      required: trafficDigestSchema.required,
      properties: trafficDigestSchema.properties,
    },
  },
} as const;

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
  required: ['generation', 'closed'],
  properties: { generation: count, closed: count },
});
const validateReloadCa = validatorOf<ReloadCaAnswer>({
  type: 'object',
  additionalProperties: false,
  properties: { fingerprint: { type: 'string', maxLength: 95 } },
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
