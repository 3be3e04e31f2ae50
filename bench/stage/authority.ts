import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, signerOf, type Authority } from '../../src/proxy/certificates/authority.js';
import { createLeafKey, issueLeaf } from '../../src/proxy/certificates/leaf.js';

/** Name under which the origin is reached: it resolves on every machine without a change to it. */
export const ORIGIN_NAME = 'localhost';

/** An authority with its files: P-256 for everybody, because the kind of key decides what a handshake costs. */
export interface AuthorityFiles {
  readonly authority: Authority;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Certificate and key in one file, as squid and mitmproxy want it. */
  readonly bothFile: string;
}

export async function writeAuthority(folder: string, name: string): Promise<AuthorityFiles> {
  const authority = await createAuthority(`Benchmark ${name}`, 30);
  const files = {
    authority,
    certificateFile: join(folder, `${name}-ca.pem`),
    keyFile: join(folder, `${name}-ca.key`),
    bothFile: join(folder, `${name}-ca-both.pem`),
  };
  writeFileSync(files.certificateFile, authority.certificatePem);
  writeFileSync(files.keyFile, authority.privateKeyPem);
  writeFileSync(files.bothFile, `${authority.privateKeyPem.trim()}\n${authority.certificatePem}`);
  return files;
}

/** The origin's certificate, signed by an authority. */
export async function writeServerCertificate(
  folder: string,
  authority: Authority,
): Promise<{ certificateFile: string; keyFile: string }> {
  const leaf = await issueLeaf(ORIGIN_NAME, await signerOf(authority), await createLeafKey());
  const certificateFile = join(folder, 'origin.pem');
  const keyFile = join(folder, 'origin.key');
  writeFileSync(certificateFile, leaf.certificatePem);
  writeFileSync(keyFile, leaf.privateKeyPem);
  return { certificateFile, keyFile };
}
