import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, writePrivateFile } from './state-folder.js';

/**
 * Certificate of a gateway behind us that opens TLS itself, as the host saw it when it last started a container. It is
 * kept so that what is signed by it is trusted from the first connection after a restart.
 */
function gatewayCaFile(home: string): string {
  return join(home, 'ca', 'gateway.pem');
}

/** Files with authorities that servers may be signed by, the gateway's among them when there is one. */
export function withGatewayCa(home: string, trustedCaFiles: readonly string[]): readonly string[] {
  const file = gatewayCaFile(home);
  return existsSync(file) ? [...trustedCaFiles, file] : trustedCaFiles;
}

/** Keeps the certificates of a gateway. Returns whether they are others than before. */
export function keepGatewayCa(home: string, certificates: string): boolean {
  const present = readIfThere(gatewayCaFile(home))?.toString('utf8').trim();
  if (present === certificates.trim()) return false;
  writePrivateFile(gatewayCaFile(home), `${certificates.trim()}\n`);
  return true;
}
