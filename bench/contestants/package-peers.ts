import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityFiles } from '../stage/authority.js';
import type { Origins } from '../stage/origins.js';
import { Program } from '../stage/program.js';
import { proxyRoute, type Contestant, type LeftOut } from './contestant.js';
import { installPeers, peerVersion } from './peer-packages.js';

/** What the program of an npm peer is given. */
export interface PackagePeerOptions {
  readonly folder: string;
  readonly authority: { readonly certificateFile: string; readonly keyFile: string };
  readonly trustedCaFile: string;
}

const PEERS = {
  mockttp: 'pass-through, nothing recorded',
  'http-mitm-proxy': 'keep-alive to servers, RSA 2048 (it cannot do otherwise)',
} as const;

/** An intercepting proxy from npm. */
export async function startPackagePeer(
  name: keyof typeof PEERS,
  origins: Origins,
  authority: AuthorityFiles,
  parent: string,
): Promise<Contestant | LeftOut> {
  const trouble = installPeers();
  if (trouble !== undefined) return { name, reason: trouble };
  const folder = join(parent, name);
  mkdirSync(folder);
  const options: PackagePeerOptions = { folder, authority, trustedCaFile: origins.authority.certificateFile };
  const program = Program.start(new URL(`./programs/${name}.js`, import.meta.url), options, {
    env: { NODE_EXTRA_CA_CERTS: origins.authority.certificateFile },
  });
  const started = await program.ask<{ port: number; authority: string }>(undefined, 60_000);
  const signer = started.authority === 'given' ? authority.authority.certificatePem : started.authority;
  return {
    name,
    description: `${name} ${peerVersion(name)}, ${PEERS[name]}`,
    role: 'peer',
    pids: [program.pid],
    route: (target) => proxyRoute(target, started.port, signer),
    stop: () => program.stop(),
  };
}
