import { connect } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { upstreamTrust } from '../../proxy/certificates/upstream-trust.js';
import { displayUpstream, parseUpstreamProxy } from '../../proxy/dial/upstream-proxy.js';
import { codeOf } from '../../text/unknown-error.js';
import type { Check } from '../check.js';
import { fail, ok, skip } from '../verdict.js';

const TIMEOUT_MS = 3_000;

/** Whether the upstream proxy can be reached, and shows a certificate that is trusted where it has one. */
export const upstream: Check = {
  code: 'upstream',
  run: async ({ settings, env }) => {
    if (settings === undefined) return skip({ code: 'doctor.config.unknown', args: {} });
    const proxy = settings.upstreamProxy === undefined ? undefined : parseUpstreamProxy(settings.upstreamProxy);
    if (proxy === undefined) return skip({ code: 'doctor.upstream.none', args: {} });
    const trust = proxy.protocol === 'https' ? upstreamTrust(settings.trustedCaFiles, env) : undefined;
    const code = await whyUnreachable(proxy.host, proxy.port, trust);
    const args = { upstream: displayUpstream(proxy), code: code ?? '' };
    if (code === undefined) return ok({ code: 'doctor.upstream.ok', args });
    const isUntrusted = /CERT|SIGNATURE|ISSUER|SELF_SIGNED|ALTNAME/.test(code);
    return [
      isUntrusted
        ? fail({ code: 'doctor.upstream.untrusted', args }, { code: 'doctor.upstream.trust_remedy', args: {} })
        : fail({ code: 'doctor.upstream.unreachable', args }, { code: 'doctor.upstream.remedy', args: {} }),
    ];
  },
};

/** The system's or TLS' code; undefined when a connection could be opened. Nothing is sent but a handshake. */
function whyUnreachable(host: string, port: number, trust: SecureContext | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const finish = (code?: string): void => {
      socket.destroy();
      resolve(code);
    };
    const socket =
      trust === undefined
        ? connect({ host, port }, () => finish())
        : connectTls({ host, port, servername: host, secureContext: trust }, () => finish());
    socket.setTimeout(TIMEOUT_MS, () => finish('ETIMEDOUT'));
    socket.on('error', (error) => finish(codeOf(error) ?? 'unknown'));
  });
}
