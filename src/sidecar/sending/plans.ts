import { hostname } from 'node:os';
import type { CommonPlan, HttpPlan, NatsConnectionPlan, SecretSource, SinkPlan, TlsPlan } from '../../sinks/plan.js';
import type { Config, Secret, Tls } from '../config.generated.js';
import { writtenPath } from '../written-path.js';

/** Sinks as configured, with every default filled in. */
export interface SinkSettings {
  /** Name of this machine as receivers see it. */
  readonly host: string;
  readonly plans: readonly SinkPlan[];
}

/** What the configuration says of a fleet, with every default filled in. */
export interface FleetSettings {
  /** Where the key that all hosts share is read; undefined when fingerprints are this host's own. */
  readonly key: SecretSource | undefined;
  /** How what all hosts publish is read; undefined when it is not. */
  readonly reader: NatsConnectionPlan | undefined;
}

type Sinks = NonNullable<Config['sinks']>;
type Kind<Name extends keyof Sinks> = NonNullable<Sinks[Name]> extends Record<string, infer Each> ? Each : never;
type Common = Pick<Kind<'otlp'>, 'startAt' | 'minSeverity' | 'batchSize' | 'timeoutMs'>;

const DEFAULT_PREFIX = 'guardian';

/** @param home State folder; relative paths are relative to it. */
export function sinkSettingsOf({ sinks = {} }: Config, home: string): SinkSettings {
  const plans: SinkPlan[] = [
    ...named(sinks.otlp, (sink, name): SinkPlan => {
      const { encoding = 'protobuf', metrics = true } = sink;
      return { kind: 'otlp', encoding, metrics, ...commonOf(`otlp.${name}`, sink), ...httpOf(sink, home) };
    }),
    ...named(sinks.syslog, (sink, name): SinkPlan => {
      const { transport = 'tls', port = transport === 'tls' ? 6514 : 601, facility = 16 } = sink;
      const tls = tlsOf(sink.tls, home);
      // As in a URL; sockets want the address alone.
      const host = sink.host.replace(/^\[|\]$/g, '');
      return { kind: 'syslog', host, port, transport, facility, tls, ...commonOf(`syslog.${name}`, sink) };
    }),
    ...named(sinks.webhook, (sink, name): SinkPlan => {
      const secret = secretOf(sink.secret, home);
      return { kind: 'webhook', secret, ...commonOf(`webhook.${name}`, sink), ...httpOf(sink, home) };
    }),
    ...named(sinks.nats, (sink, name): SinkPlan => ({
      kind: 'nats',
      ...commonOf(`nats.${name}`, sink),
      ...natsOf(sink, home),
    })),
  ];
  return { host: sinks.host ?? hostname(), plans };
}

/** @param home State folder; relative paths are relative to it. */
export function fleetSettingsOf({ fleet: { key, reader } = {} }: Config, home: string): FleetSettings {
  return {
    key: key === undefined ? undefined : secretOf(key, home),
    reader: reader === undefined ? undefined : natsOf(reader, home),
  };
}

function named<Each>(
  all: Readonly<Record<string, Each>> | undefined,
  plan: (each: Each, name: string) => SinkPlan,
): SinkPlan[] {
  return Object.entries(all ?? {}).map(([name, each]) => plan(each, name));
}

function commonOf(id: string, { startAt, minSeverity, batchSize, timeoutMs }: Common): CommonPlan {
  return {
    id,
    startAt: startAt ?? 'oldest',
    minSeverity: minSeverity ?? 'low',
    batchSize: batchSize ?? 200,
    timeoutMs: timeoutMs ?? 10_000,
  };
}

function httpOf({ url, headers, tls }: Pick<Kind<'otlp'>, 'url' | 'headers' | 'tls'>, home: string): HttpPlan {
  const read = Object.entries(headers ?? {}).map(
    ([name, source]) => [name.toLowerCase(), secretOf(source, home)] as const,
  );
  return { url, headers: Object.fromEntries(read), tls: tlsOf(tls, home) };
}

function natsOf(
  { servers, nkeySeed, prefix, tls }: Pick<Kind<'nats'>, 'servers' | 'nkeySeed' | 'prefix' | 'tls'>,
  home: string,
): NatsConnectionPlan {
  return {
    servers,
    prefix: prefix ?? DEFAULT_PREFIX,
    tls: tlsOf(tls, home),
    ...(nkeySeed === undefined ? {} : { nkeySeed: secretOf(nkeySeed, home) }),
  };
}

/** The schema lets exactly one of both through. */
function secretOf({ file, env = '' }: Secret, home: string): SecretSource {
  return file === undefined ? { env } : { file: writtenPath(home, file) };
}

function tlsOf(tls: Tls | undefined, home: string): TlsPlan {
  const { caFile, certFile, keyFile } = tls ?? {};
  return {
    ...(caFile === undefined ? {} : { caFile: writtenPath(home, caFile) }),
    ...(certFile === undefined ? {} : { certFile: writtenPath(home, certFile) }),
    ...(keyFile === undefined ? {} : { keyFile: writtenPath(home, keyFile) }),
  };
}
