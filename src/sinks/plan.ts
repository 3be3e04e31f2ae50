import { isIP } from 'node:net';
import type { Severity } from '../findings/finding.js';

/**
 * What the operator wants of each sink, with every default filled in. It crosses into a thread, so it is plain data; and
 * it holds no credential, only where each is read.
 */
export type SinkPlan = OtlpPlan | SyslogPlan | WebhookPlan | NatsPlan;

/** Where a credential is read, each time a connection is made, so that it can be exchanged while we run. */
export type SecretSource =
  | { readonly file: string }
  /** A variable of the sidecar's own. */
  | { readonly env: string };

/** What all sinks have. */
export interface CommonPlan {
  /** `kind.name`, unique; also the name of the file that its place in the journal is kept in. */
  readonly id: string;
  /** Where a sink that has no place yet begins: with all that the journal has, or with what comes. */
  readonly startAt: 'oldest' | 'newest';
  /** Less severe findings are passed over. */
  readonly minSeverity: Severity;
  /** Findings sent at once, at most. */
  readonly batchSize: number;
  /** Time that a receiver gets for a batch, in milliseconds. */
  readonly timeoutMs: number;
}

/** Files for TLS, beside the authorities that Node trusts. */
export interface TlsPlan {
  readonly caFile?: string;
  /** A certificate of our own with its key, for receivers that ask for one. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface HttpPlan {
  readonly url: string;
  readonly headers: Readonly<Record<string, SecretSource>>;
  readonly tls: TlsPlan;
}

/** OpenTelemetry protocol over HTTP: findings as logs, counts as metrics. */
export interface OtlpPlan extends CommonPlan, HttpPlan {
  readonly kind: 'otlp';
  readonly encoding: 'protobuf' | 'json';
  /** Whether metrics are sent too. */
  readonly metrics: boolean;
}

/** RFC 5424 messages over TCP (RFC 6587) or TLS (RFC 5425), both counted in octets. */
export interface SyslogPlan extends CommonPlan {
  readonly kind: 'syslog';
  readonly host: string;
  readonly port: number;
  readonly transport: 'tls' | 'tcp';
  readonly tls: TlsPlan;
  /** RFC 5424 §6.2.1. */
  readonly facility: number;
}

/** Signed JSON to any HTTP service. */
export interface WebhookPlan extends CommonPlan, HttpPlan {
  readonly kind: 'webhook';
  readonly secret: SecretSource;
}

/** How to reach a broker. */
export interface NatsConnectionPlan {
  readonly servers: readonly string[];
  readonly nkeySeed?: SecretSource;
  readonly tls: TlsPlan;
  /** First part of every subject, and of the streams' names. */
  readonly prefix: string;
}

/** NATS JetStream, where the hosts of a fleet meet. */
export interface NatsPlan extends CommonPlan, NatsConnectionPlan {
  readonly kind: 'nats';
}

/** Every file that a plan needs to read. */
export function filesOfPlan(plan: SinkPlan): string[] {
  const { caFile, certFile } = plan.tls;
  return [...credentialFilesOfPlan(plan), ...[caFile, certFile].filter((file) => file !== undefined)];
}

/** Those of them that nobody else may read, whatever they are called: a key often ends in `.pem`, as certificates do. */
export function credentialFilesOfPlan(plan: SinkPlan): string[] {
  const { keyFile } = plan.tls;
  const secrets = [
    ...('headers' in plan ? Object.values(plan.headers) : []),
    ...(plan.kind === 'webhook' ? [plan.secret] : []),
    ...(plan.kind === 'nats' && plan.nkeySeed !== undefined ? [plan.nkeySeed] : []),
  ];
  const files = secrets.flatMap((secret) => ('file' in secret ? [secret.file] : []));
  return keyFile === undefined ? files : [...files, keyFile];
}

/** The receiver as it may be shown: no path, because some services keep a token there. */
export function targetOf(plan: SinkPlan): string {
  switch (plan.kind) {
    case 'otlp':
    case 'webhook':
      return new URL(plan.url).origin;
    case 'syslog':
      return `${plan.transport}://${isIP(plan.host) === 6 ? `[${plan.host}]` : plan.host}:${plan.port}`;
    case 'nats':
      return plan.servers.map((server) => new URL(server).host).join(', ');
  }
}
