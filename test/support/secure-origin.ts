import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issueTestCertificate, type TestCertificate } from './certificates.js';
import { originAuthority } from './origin.js';

/** A server that answers each request with its path. */
export interface SecureOrigin {
  readonly port: number;
  readonly server: Server;
}

/** @param certificate One for `localhost` of the test origins' authority where none is given. */
export async function startSecureOrigin(certificate?: TestCertificate): Promise<SecureOrigin> {
  const shown = certificate ?? (await issueTestCertificate(await originAuthority(), ['localhost']));
  const server = createServer(shown, (request, response) => response.end(`hello ${request.url}`));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}
