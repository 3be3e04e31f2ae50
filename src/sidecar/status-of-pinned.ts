import { CLIENT_CERTIFICATE } from '../proxy/inspect/inspection-policy.js';
import type { MessageArguments } from '../text/catalogue.generated.js';
import type { Status } from './status.generated.js';

/**
 * Where the handshake ends before the client has seen our certificate, because it can do nothing that our side can: no TLS
 * 1.2, or no signatures by ECDSA on P-256, as clients that know RSA alone.
 */
const NOTHING_IN_COMMON: ReadonlySet<string> = new Set([
  'ERR_SSL_NO_SHARED_CIPHER',
  'ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
]);
const MAX_NAMED = 5;

const CAUSES = ['status.pinned', 'status.pinned_by_mutual_tls', 'status.pinned_by_old_client'] as const;

type Cause = (typeof CAUSES)[number];

/** A saying about one cause. */
interface PinnedWarning {
  readonly code: Cause;
  readonly args: MessageArguments[Cause];
}

/** Why hosts are not opened for a client, and what to do: each cause has a remedy of its own. */
export function pinnedWarnings(pinned: Status['pinned']): PinnedWarning[] {
  return CAUSES.flatMap((code) => {
    const hosts = pinned.filter((each) => causeOf(each.code) === code).map(({ host }) => host);
    const named = [...new Set(hosts)].slice(0, MAX_NAMED).join(', ');
    return hosts.length === 0 ? [] : [{ code, args: { count: hosts.length, hosts: named } }];
  });
}

function causeOf(code: string): Cause {
  if (code === CLIENT_CERTIFICATE) return 'status.pinned_by_mutual_tls';
  return NOTHING_IN_COMMON.has(code) ? 'status.pinned_by_old_client' : 'status.pinned';
}
