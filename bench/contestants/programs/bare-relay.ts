// The least that a Node program does which opens HTTPS for both sides: a TLS socket to the server, one to the client, and
// what comes out of one is written to the other. It checks no client, no address and no name, makes no certificate while
// it runs and looks at nothing: what it costs is what Node, OpenSSL and the kernel cost.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createSecureContext, TLSSocket } from 'node:tls';

export interface BareRelayOptions {
  /** The one certificate that every client is shown. */
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly trustedCaFile: string;
}

const options = JSON.parse(process.argv[2] ?? '') as BareRelayOptions;
const leaf = createSecureContext({
  cert: readFileSync(options.certificateFile),
  key: readFileSync(options.keyFile),
});
const trust = createSecureContext({ ca: readFileSync(options.trustedCaFile) });
/** Of the one server that there is. */
let session: Buffer | undefined;

const proxy = createServer();
proxy.on('connect', ({ url = '' }, raw) => {
  const { hostname, port } = new URL(`https://${url}`);
  const server = connect({
    host: hostname,
    port: Number(port),
    servername: hostname,
    secureContext: trust,
    ...(session === undefined ? {} : { session }),
  });
  // As every proxy does: small writes wait for the other side's acknowledgement otherwise.
  server.setNoDelay(true);
  server.on('session', (ticket: Buffer) => void (session = ticket));
  server.once('secureConnect', () => {
    raw.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const client = new TLSSocket(raw, { isServer: true, secureContext: leaf });
    client.on('error', () => server.destroy());
    client.pipe(server).pipe(client);
  });
  server.on('error', () => raw.destroy());
  raw.on('error', () => server.destroy());
});
process.on('disconnect', () => process.exit(0));
proxy.listen(0, '127.0.0.1', () => {
  const address = proxy.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
