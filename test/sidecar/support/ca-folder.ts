import { afterEach } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf } from '../../../src/proxy/certificates/authority.js';
import { openKey } from '../../../src/proxy/certificates/sealed-key.js';
import { readAuthorityFile } from '../../../src/sidecar/ca/authority-file.js';
import { openingSecret } from '../../../src/sidecar/ca/ca-secret.js';
import type { CaOptions } from '../../../src/sidecar/ca/ca-store.js';
import { stateFolderAt } from '../../../src/sidecar/state-folder.js';

const folders: string[] = [];

/** A CA's options over a state folder that is removed after the test. */
export function caFolder(options: Partial<CaOptions> = {}): CaOptions {
  const home = mkdtempSync(join(tmpdir(), 'tg-ca-'));
  folders.push(home);
  return { state: stateFolderAt(home), passphraseFile: undefined, validDays: 100, ...options };
}

/** A file with a passphrase beside the state folder's own files. */
export function passphraseFile({ state }: CaOptions, content: string, mode = 0o600): string {
  const file = join(state.home, 'passphrase');
  writeFileSync(file, content, { mode });
  return file;
}

export function fingerprintIn({ state }: CaOptions): string | undefined {
  const read = readAuthorityFile(state);
  return read && fingerprintOf(read.file.certificate);
}

/** The private key in the clear, as only somebody with its secret gets it. */
export async function privateKeyOf(options: CaOptions): Promise<string> {
  const read = readAuthorityFile(options.state);
  if (read === undefined) throw new Error('no CA');
  const { key, secret } = read.file;
  return (await openKey(key, openingSecret(secret, options), 'test')).toString('utf8');
}

/** Every form in which a key could lie somewhere. */
export function formsOf(privateKeyPem: string): Buffer[] {
  const body = privateKeyPem.replace(/-----[^-]+-----|\s/g, '');
  const der = Buffer.from(body, 'base64');
  // SEC1 §C.4 inside PKCS #8: the private scalar itself is the first octet string of 32 bytes.
  const at = der.indexOf(Buffer.from([0x04, 0x20])) + 2;
  const scalar = der.subarray(at, at + 32);
  // Out of the second of the lines of 64 letters that PEM has.
  const texts = [body.slice(66, 120), scalar.toString('hex'), scalar.toString('base64'), scalar.toString('base64url')];
  return [scalar, ...texts.map((text) => Buffer.from(text))];
}

/** Files below a folder that contain any of some bytes. */
export function filesWith(folder: string, needles: readonly Buffer[]): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => {
      const content = readFileSync(join(folder, name));
      return needles.some((needle) => content.includes(needle));
    });
}

afterEach(() => {
  // A Guardian that still runs may write there meanwhile.
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});
