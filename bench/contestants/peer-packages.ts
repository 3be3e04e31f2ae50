import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programFolder } from '../../src/sidecar/version.js';

/** Peers from npm have a folder of their own, so that the product's tree stays small. */
export const peersFolder = join(programFolder, 'bench', 'peers');

const INSTALL_TIMEOUT_MS = 300_000;

/**
 * Installs them once, without their optional parts and without running anything of theirs.
 *
 * @returns why that was not possible, or undefined.
 */
export function installPeers(): string | undefined {
  const manifest = JSON.parse(readFileSync(join(peersFolder, 'package.json'), 'utf8')) as { dependencies: object };
  const isThere = (name: string): boolean => existsSync(join(peersFolder, 'node_modules', name, 'package.json'));
  if (Object.keys(manifest.dependencies).every(isThere)) return undefined;
  const args = ['install', '--no-package-lock', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stderr, error } = spawnSync('npm', args, {
    cwd: peersFolder,
    encoding: 'utf8',
    timeout: INSTALL_TIMEOUT_MS,
  });
  if (status === 0) return undefined;
  const reason = error?.message ?? /npm error (?!code)\S.*/.exec(stderr)?.[0] ?? `status ${status}`;
  return `not installed (npm install in ${peersFolder} failed: ${reason})`;
}

/** The version that is installed. */
export function peerVersion(name: string): string {
  const file = join(peersFolder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Loads a peer. Its types are not installed here; the programs say what they use of it. */
export function loadPeer(name: string): unknown {
  return createRequire(join(peersFolder, 'package.json'))(name) as unknown;
}

/** Loads a peer that is an ES module only. */
export async function importPeer(name: string): Promise<unknown> {
  const file = createRequire(join(peersFolder, 'package.json')).resolve(name);
  return import(pathToFileURL(file).href) as Promise<unknown>;
}
