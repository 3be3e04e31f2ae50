// mockttp as an intercepting proxy: everything is passed through, nothing is recorded.
import { readFileSync } from 'node:fs';
import { loadPeer } from '../peer-packages.js';
import type { PackagePeerOptions } from '../package-peers.js';

interface Mockttp {
  getLocal(options: object): {
    forUnmatchedRequest(): { thenPassThrough(options: object): Promise<unknown> };
    start(port?: number): Promise<void>;
    readonly port: number;
  };
}

const { authority, trustedCaFile } = JSON.parse(process.argv[2] ?? '') as PackagePeerOptions;
const peer = loadPeer('mockttp') as Mockttp;
process.on('disconnect', () => process.exit(0));
const server = peer.getLocal({
  https: { cert: readFileSync(authority.certificateFile, 'utf8'), key: readFileSync(authority.keyFile, 'utf8') },
  recordTraffic: false,
  suggestChanges: false,
});
await server.forUnmatchedRequest().thenPassThrough({ trustAdditionalCAs: [{ certPath: trustedCaFile }] });
await server.start();
process.send?.({ port: server.port, authority: 'given' });
