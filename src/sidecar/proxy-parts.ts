import type { SecureContext } from 'node:tls';
import { upstreamTrust } from '../proxy/certificates/upstream-trust.js';
import { Dialer } from '../proxy/dial/dialer.js';
import { parseUpstreamProxy, type UpstreamProxy } from '../proxy/dial/upstream-proxy.js';
import { Inspector } from '../proxy/inspect/inspector.js';
import { Reach } from '../proxy/reach/reach.js';
import { RunningCa, type RunningCaOptions } from './ca/running-ca.js';
import { withGatewayCa } from './gateway-ca.js';
import { refuseUnreadable } from './permission.js';
import type { Settings } from './settings.js';

/** What the proxy is made of that follows the configuration. A reload exchanges all of it at once or nothing. */
export interface ProxyParts {
  readonly trust: SecureContext;
  readonly dialer: Dialer;
  /** The upstream proxy of agent groups without one of their own. */
  readonly upstream: UpstreamProxy | undefined;
  /** Present with HTTPS inspection, as is the inspector. */
  readonly ca: RunningCa | undefined;
  readonly inspector: Inspector | undefined;
}

export interface ProxyPartsOptions {
  /** The state folder, where the CA of a gateway behind us may be kept. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly caOptions: RunningCaOptions;
  /** Parts in use; what has not changed is taken over. */
  readonly before?: { readonly settings: Settings; readonly parts: ProxyParts };
  /** The CA of a gateway has changed: what is trusted is read again. */
  readonly renewTrust?: true;
}

/**
 * Makes the parts. Nothing that is in use is touched.
 *
 * @throws GuardianError when a CA or a CA file cannot be used.
 */
export async function proxyParts(
  settings: Settings,
  { home, env, caOptions, before, renewTrust }: ProxyPartsOptions,
): Promise<ProxyParts> {
  const sameTrust =
    before !== undefined &&
    renewTrust === undefined &&
    isSameList(before.settings.trustedCaFiles, settings.trustedCaFiles);
  if (!sameTrust) refuseUnreadable('trustedCaFiles', settings.trustedCaFiles);
  const trust = sameTrust ? before.parts.trust : upstreamTrust(withGatewayCa(home, settings.trustedCaFiles), env);
  const { enabled } = settings.httpsInspection;
  const ca = enabled ? (before?.parts.ca ?? (await RunningCa.open(caOptions))) : undefined;
  const inspector = sameTrust ? before.parts.inspector : undefined;
  return {
    trust,
    dialer: new Dialer(new Reach(settings.allowHostServices), () => trust),
    upstream: settings.upstreamProxy === undefined ? undefined : parseUpstreamProxy(settings.upstreamProxy),
    ca,
    // Kept while it is the same: it remembers TLS sessions.
    inspector: ca && (inspector ?? new Inspector(ca.leaves, () => trust)),
  };
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
