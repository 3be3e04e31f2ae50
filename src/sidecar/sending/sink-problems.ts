import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';
import type { Problem } from '../../validation/validator.js';
import type { Config, Tls } from '../config.generated.js';

/** Where something would be sent to. */
interface Destination {
  readonly field: string;
  readonly host: string | undefined;
  readonly isTls: boolean;
  readonly plaintext: boolean | undefined;
  readonly tls: Tls | undefined;
}

/** What a schema cannot say of sinks: no place that cannot be, no findings over a network for all to read. */
export function sinkProblems(config: Config): Problem[] {
  return destinationsIn(config).flatMap(({ field, host, isTls, plaintext, tls }): Problem[] => {
    if (host === undefined) return [{ field, saying: { code: 'config.sink_url', args: { field } } }];
    const problems: Problem[] = [];
    if (!isTls && plaintext !== true && !isOnThisMachine(host)) {
      problems.push({ field, saying: { code: 'config.sink_plaintext', args: { field } } });
    }
    if ((tls?.certFile === undefined) !== (tls?.keyFile === undefined)) {
      problems.push({ field, saying: { code: 'config.sink_certificate', args: { field } } });
    }
    return problems;
  });
}

function destinationsIn({ sinks = {}, fleet }: Config): Destination[] {
  const each = <Sink>(
    kind: string,
    all: Readonly<Record<string, Sink>> | undefined,
    of: (sink: Sink) => Omit<Destination, 'field'>[],
  ) =>
    Object.entries(all ?? {}).flatMap(([name, sink]) =>
      of(sink).map((to) => ({ field: `sinks.${kind}.${name}`, ...to })),
    );
  const servers = (broker: { servers: string[]; plaintext?: boolean; tls?: Tls }) =>
    broker.servers.map((url) => ({ ...ofUrl(url), plaintext: broker.plaintext, tls: broker.tls }));
  const http = ({ url, plaintext, tls }: { url: string; plaintext?: boolean; tls?: Tls }) => [
    { ...ofUrl(url), plaintext, tls },
  ];
  return [
    ...each('otlp', sinks.otlp, http),
    ...each('webhook', sinks.webhook, http),
    ...each('syslog', sinks.syslog, ({ host, transport, plaintext, tls }) => [
      { host, isTls: transport !== 'tcp', plaintext, tls },
    ]),
    ...each('nats', sinks.nats, servers),
    ...(fleet?.reader === undefined ? [] : servers(fleet.reader).map((to) => ({ field: 'fleet.reader', ...to }))),
  ];
}

function ofUrl(url: string): Pick<Destination, 'host' | 'isTls'> {
  const isTls = /^(?:https|tls):/.test(url);
  try {
    return { host: new URL(url).hostname, isTls };
  } catch {
    return { host: undefined, isTls };
  }
}

function isOnThisMachine(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || (isIP(bare) !== 0 && ipaddr.process(bare).range() === 'loopback');
}
