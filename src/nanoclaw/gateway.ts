import { networkInterfaces } from 'node:os';
import { GuardianError } from '../text/guardian-error.js';
import { canConnect } from './can-connect.js';

/** What a container would have been given by the gateway (OneCLI) without the Guardian. */
export interface Gateway {
  /** Its proxy with its credential, as containers reach it. */
  readonly proxyUrl: string;
  /** File on the host with the CA of the gateway, which opens TLS itself; undefined when it gave none. */
  readonly caFile: string | undefined;
}

/** Names under which containers reach the host, by runtime: Docker, Docker Desktop, Podman. */
const HOST_NAMES = new Set(['host.docker.internal', 'gateway.docker.internal', 'host.containers.internal']);

const known = new Map<string, string>();

/**
 * A gateway's proxy URL as this machine reaches it. Containers know the host by a name that the host itself does not
 * have, and the gateway may listen on loopback or only on Docker's bridge: the first address that answers is taken.
 *
 * @throws GuardianError `nanoclaw.gateway_url` when it is no URL, `nanoclaw.gateway_away` when nothing answers.
 */
export async function asReachedFromHost(proxyUrl: string): Promise<string> {
  if (!URL.canParse(proxyUrl)) throw new GuardianError({ code: 'nanoclaw.gateway_url', args: {} });
  const url = new URL(proxyUrl);
  if (!HOST_NAMES.has(url.hostname)) return withoutSlash(url);
  const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);
  const remembered = known.get(url.host);
  const candidates = [
    ...new Set([...(remembered === undefined ? [] : [remembered]), '127.0.0.1', ...bridgeAddresses()]),
  ];
  for (const address of candidates) {
    if (!(await canConnect(address, port))) continue;
    known.set(url.host, address);
    url.hostname = address;
    return withoutSlash(url);
  }
  throw new GuardianError({ code: 'nanoclaw.gateway_away', args: { port, addresses: candidates.join(', ') } });
}

/** IPv4 addresses of Docker's bridges on this machine. */
export function bridgeAddresses(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([name]) => /^(?:docker|podman|cni-podman|br-)/.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address);
}

function withoutSlash(url: URL): string {
  return url.href.replace(/\/$/, '');
}
