import { X509Certificate } from 'node:crypto';
import { fingerprintOf } from '../../proxy/certificates/authority.js';
import type { StateFolder } from '../state-folder.js';
import { isExpired, readAuthorityFile } from './authority-file.js';
import type { SecretKind } from './ca-secret.js';

/** What anybody may know of one CA certificate. */
export interface CertificateDescription {
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** As `openssl x509 -fingerprint -sha256` prints it. */
  readonly fingerprint: string;
  /** Hexadecimal, as certificate stores name it. */
  readonly serial: string;
}

/** What anybody may know of an installation's CA. */
export interface CaDescription extends CertificateDescription {
  readonly certificatePem: string;
  /** What its key is sealed under. */
  readonly secret: SecretKind;
  /** Earlier CAs that clients may go on trusting, the oldest first. */
  readonly retired: readonly CertificateDescription[];
}

/**
 * Describes the CA of a state folder. Its key is not opened and nothing is written.
 *
 * @returns undefined when there is none yet.
 * @throws GuardianError as {@link readAuthorityFile}.
 */
export function describeAuthority(state: StateFolder): CaDescription | undefined {
  const read = readAuthorityFile(state);
  if (read === undefined) return undefined;
  const { certificate, secret, retired } = read.file;
  return {
    ...describe(certificate),
    certificatePem: certificate,
    secret,
    retired: retired.filter((pem) => !isExpired(pem)).map(describe),
  };
}

function describe(pem: string): CertificateDescription {
  const { subject, validFrom, validTo, serialNumber } = new X509Certificate(pem);
  return {
    // Node writes one attribute a line.
    subject: subject.replaceAll('\n', ', '),
    notBefore: new Date(validFrom),
    notAfter: new Date(validTo),
    fingerprint: fingerprintOf(pem),
    serial: serialNumber,
  };
}
