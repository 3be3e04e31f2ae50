import { V8_OPTIONS } from '../../src/host/spawn-sidecar.js';
import { writeServerCertificate, type AuthorityFiles } from '../stage/authority.js';
import type { Origins } from '../stage/origins.js';
import { Program } from '../stage/program.js';
import { proxyRoute, type Contestant } from './contestant.js';
import type { BareRelayOptions } from './programs/bare-relay.js';

/** A Node program that opens HTTPS for both sides and does nothing else: below its cost no proxy in Node can come. */
export async function startBareRelay(origins: Origins, authority: AuthorityFiles, folder: string): Promise<Contestant> {
  const options: BareRelayOptions = {
    ...(await writeServerCertificate(folder, authority.authority)),
    trustedCaFile: origins.authority.certificateFile,
  };
  const program = Program.start(new URL('./programs/bare-relay.js', import.meta.url), options, {
    execArgv: V8_OPTIONS,
  });
  const { port } = await program.ask<{ port: number }>(undefined, 10_000);
  return {
    name: 'bare-relay',
    description: 'two TLS sockets in Node and nothing else',
    role: 'floor',
    pids: [program.pid],
    route: (target) => proxyRoute(target, port, authority.authority.certificatePem),
    stop: () => program.stop(),
  };
}
