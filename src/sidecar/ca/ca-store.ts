import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { createAuthority, importSigner, type Signer } from '../../proxy/certificates/authority.js';
import { openKey, sealKey } from '../../proxy/certificates/sealed-key.js';
import { GuardianError } from '../../text/guardian-error.js';
import { createPrivateFile, readIfThere, writePrivateFile, type StateFolder } from '../state-folder.js';
import {
  authorityFileText,
  expiryOf,
  isExpired,
  readAuthorityFile,
  type AuthorityFile,
  type ReadAuthority,
} from './authority-file.js';
import { openingSecret, sealingSecret, type SecretPlaces } from './ca-secret.js';
import { replaceAuthority } from './replace-authority.js';

export interface CaOptions extends SecretPlaces {
  /** Days that a new CA is valid. */
  readonly validDays: number;
}

/** A CA that is ready to sign, and what opening it came to. */
export interface OpenedAuthority {
  readonly file: AuthorityFile;
  readonly signer: Signer;
  /** `resealed`: a passphrase is used now, and was not when the key was sealed. */
  readonly outcome: 'created' | 'opened' | 'resealed';
}

/**
 * Opens the installation's CA, making it on first use.
 *
 * @throws GuardianError `ca.expired`; `ca.key_unreadable` when its key cannot be opened; `ca.passphrase_...`; or as
 *   {@link readAuthorityFile}.
 */
export async function openAuthority(options: CaOptions): Promise<OpenedAuthority> {
  const { state, passphraseFile } = options;
  const { read, created } = await ensureAuthority(options);
  const { file } = read;
  if (isExpired(file.certificate)) {
    throw new GuardianError({ code: 'ca.expired', args: { at: expiryOf(file.certificate).toISOString() } });
  }
  const key = await openKey(file.key, openingSecret(file.secret, options), state.authority);
  try {
    const reseals = file.secret === 'machine' && passphraseFile !== undefined;
    const resealed = reseals ? { ...file, ...(await sealed(Buffer.from(key), options)) } : undefined;
    const signer = await signerOrDamaged(file.certificate, key, state);
    if (resealed !== undefined) replaceAuthority(state, read, resealed);
    publishCertificate(state, file);
    return { file: resealed ?? file, signer, outcome: created ? 'created' : resealed ? 'resealed' : 'opened' };
  } finally {
    key.fill(0);
  }
}

/** Makes the CA if there is none. Its key is not opened. */
export async function ensureAuthority(options: CaOptions): Promise<{ read: ReadAuthority; created: boolean }> {
  const { state } = options;
  const found = readAuthorityFile(state);
  if (found !== undefined) return { read: found, created: false };
  const file = await makeAuthorityFile(options, []);
  // Of two that make one at once, both go on with that of the one who was first.
  const created = createPrivateFile(state.authority, authorityFileText(file));
  const read = readAuthorityFile(state);
  if (read === undefined) throw new GuardianError({ code: 'ca.incomplete', args: { file: state.authority } });
  publishCertificate(state, read.file);
  return { read, created };
}

/** A new CA in the form in which it is kept. Nothing is written but the secret that it is sealed under. */
export async function makeAuthorityFile(options: CaOptions, retired: readonly string[]): Promise<AuthorityFile> {
  // Each has a name of its own: some verifiers find an issuer by its name alone, and after a rotation there are two.
  const name = `NanoClaw Traffic Guardian (${hostname().slice(0, 24)} ${randomBytes(3).toString('hex')})`;
  const { certificatePem, privateKeyPem } = await createAuthority(name, options.validDays);
  const { key, secret } = await sealed(Buffer.from(privateKeyPem, 'utf8'), options);
  return { format: 'traffic-guardian-authority/v1', certificate: certificatePem, secret, key, retired };
}

/** Brings the copy of the certificate up to date, which a crash may have prevented before. */
export function publishCertificate({ caCertificate }: StateFolder, { certificate }: AuthorityFile): void {
  if (readIfThere(caCertificate)?.toString('utf8') !== certificate) writePrivateFile(caCertificate, certificate, 0o644);
}

async function sealed(key: Buffer, places: SecretPlaces): Promise<Pick<AuthorityFile, 'key' | 'secret'>> {
  const { kind, secret } = sealingSecret(places);
  return { key: await sealKey(key, secret, kind), secret: kind };
}

async function signerOrDamaged(certificate: string, key: Buffer, { authority }: StateFolder): Promise<Signer> {
  try {
    return await importSigner(certificate, key);
  } catch (cause) {
    throw new GuardianError({ code: 'ca.file_damaged', args: { file: authority } }, { cause });
  }
}
