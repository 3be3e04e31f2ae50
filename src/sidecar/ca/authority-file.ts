import { X509Certificate } from 'node:crypto';
import { sealedKeySchema, type SealedKey } from '../../proxy/certificates/sealed-key.generated.js';
import { GuardianError } from '../../text/guardian-error.js';
import { validatorOf } from '../../validation/validator.js';
import { readIfThere, type StateFolder } from '../state-folder.js';
import type { SecretKind } from './ca-secret.js';

/**
 * The CA of an installation as it lies on disk. Certificate and key are one file, so that one renaming replaces both:
 * there is no moment at which one of them is new and the other old.
 */
export interface AuthorityFile {
  readonly format: 'traffic-guardian-authority/v1';
  /** PEM. */
  readonly certificate: string;
  /** What the key is sealed under. */
  readonly secret: SecretKind;
  readonly key: SealedKey;
  /** Certificates of earlier CAs that clients may go on trusting, the oldest first. Their keys are no more. */
  readonly retired: readonly string[];
}

/** The file with the bytes that it was read from. */
export interface ReadAuthority {
  readonly file: AuthorityFile;
  readonly bytes: Buffer;
}

const certificate = {
  type: 'string',
  maxLength: 16_384,
  pattern: '^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*$',
};

const validate = validatorOf<AuthorityFile>({
  type: 'object',
  additionalProperties: false,
  required: ['format', 'certificate', 'secret', 'key', 'retired'],
  properties: {
    format: { const: 'traffic-guardian-authority/v1' },
    certificate,
    secret: { enum: ['machine', 'passphrase'] },
    key: {
      type: 'object',
      additionalProperties: sealedKeySchema.additionalProperties,
      required: sealedKeySchema.required,
      properties: sealedKeySchema.properties,
    },
    retired: { type: 'array', items: certificate },
  },
});

/**
 * Reads the CA of a state folder without opening its key.
 *
 * @returns undefined when there is none yet.
 * @throws GuardianError `ca.incomplete` when only its certificate is left, `ca.file_damaged` when the file is not what
 *   was written. A new CA is never made in its place: clients would have to trust it first.
 */
export function readAuthorityFile(state: StateFolder): ReadAuthority | undefined {
  const bytes = readIfThere(state.authority);
  if (bytes === undefined) {
    if (readIfThere(state.caCertificate) === undefined) return undefined;
    throw new GuardianError({ code: 'ca.incomplete', args: { file: state.authority } });
  }
  const file = parse(bytes);
  if (file === undefined) throw new GuardianError({ code: 'ca.file_damaged', args: { file: state.authority } });
  return { file, bytes };
}

/** The file as it is written. */
export function authorityFileText(file: AuthorityFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The certificates that clients are to trust now, the oldest first and the one in use last. */
export function trustedCertificates(file: AuthorityFile): string[] {
  return [...file.retired.filter((pem) => !isExpired(pem)), file.certificate];
}

export function isExpired(certificatePem: string): boolean {
  return expiryOf(certificatePem).getTime() <= Date.now();
}

/** @throws Error for what is no certificate in PEM. */
export function expiryOf(certificatePem: string): Date {
  return new Date(new X509Certificate(certificatePem).validTo);
}

function parse(bytes: Buffer): AuthorityFile | undefined {
  try {
    const checked = validate(JSON.parse(bytes.toString('utf8')));
    if (!checked.ok) return undefined;
    // The pattern says nothing of what stands between the lines.
    for (const pem of [checked.value.certificate, ...checked.value.retired]) new X509Certificate(pem);
    return checked.value;
  } catch {
    return undefined;
  }
}
