import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What the Guardian showed, or why it showed nothing. */
export type SeenAuthority =
  | { readonly kind: 'seen'; readonly fingerprint: string }
  /** The proxy cannot be reached, or is not the Guardian, or does not open HTTPS. `reason` is a code or a status. */
  | { readonly kind: 'none'; readonly reason: string };

const TIMEOUT_MS = 10_000;

/**
 * The CA's SHA-256 fingerprint as it comes over the wire, through the proxy that programs here use. Nothing is trusted
 * for it: it is what a person compares with the one on the host.
 */
export function seenAuthority(proxy: URL, host: string): Promise<SeenAuthority> {
  return new Promise((resolve) => {
    const raw = connectTcp(Number(proxy.port === '' ? 80 : proxy.port), proxy.hostname);
    const timer = setTimeout(() => finish({ kind: 'none', reason: 'ETIMEDOUT' }), TIMEOUT_MS);
    raw.once('error', (error: NodeJS.ErrnoException) => finish({ kind: 'none', reason: error.code ?? error.message }));
    raw.once('close', () => finish({ kind: 'none', reason: 'ECONNRESET' }));
    raw.once('connect', () => raw.write(connectRequest(proxy, host)));
    raw.once('data', (head: Buffer) => {
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1'))?.[1] ?? 'not HTTP';
      if (status === '200') show(raw, host, finish);
      else finish({ kind: 'none', reason: status });
    });

    function finish(outcome: SeenAuthority): void {
      clearTimeout(timer);
      raw.removeAllListeners('close');
      raw.on('error', () => undefined);
      raw.destroy();
      resolve(outcome);
    }
  });
}

function show(raw: Socket, host: string, finish: (outcome: SeenAuthority) => void): void {
  const secured = connectTls({ socket: raw, servername: host, rejectUnauthorized: false });
  secured.once('error', (error: NodeJS.ErrnoException) =>
    finish({ kind: 'none', reason: error.code ?? error.message }),
  );
  secured.once('secureConnect', () => {
    const leaf = secured.getPeerX509Certificate();
    const authority = leaf?.issuerCertificate;
    const isIssuer = leaf !== undefined && authority !== undefined && leaf.verify(authority.publicKey);
    finish(isIssuer ? { kind: 'seen', fingerprint: authority.fingerprint256 } : { kind: 'none', reason: 'no issuer' });
  });
}

function connectRequest({ username, password }: URL, host: string): string {
  const credential = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const lines = [`CONNECT ${host}:443 HTTP/1.1`, `Host: ${host}:443`, `Proxy-Authorization: Basic ${credential}`];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
