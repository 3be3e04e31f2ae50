// http-mitm-proxy as it comes, with connections to servers kept open. It makes its own (RSA) authority.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPeer } from '../peer-packages.js';
import type { PackagePeerOptions } from '../package-peers.js';

interface Proxy {
  onError(handler: () => void): void;
  listen(options: object, callback: (error?: Error) => void): void;
  readonly httpPort: number;
}

const { folder } = JSON.parse(process.argv[2] ?? '') as PackagePeerOptions;
const { Proxy } = loadPeer('http-mitm-proxy') as { Proxy: new () => Proxy };
process.on('disconnect', () => process.exit(0));
const proxy = new Proxy();
proxy.onError(() => undefined);
proxy.listen({ host: '127.0.0.1', port: 0, sslCaDir: folder, keepAlive: true }, (error) => {
  if (error) throw error;
  const authority = readFileSync(join(folder, 'certs', 'ca.pem'), 'utf8');
  process.send?.({ port: proxy.httpPort, authority });
});
