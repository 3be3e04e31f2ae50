import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { ECDSA_P256, signerOf, type Authority } from '../../src/proxy/certificates/authority.js';
import { createLeafKey } from '../../src/proxy/certificates/leaf.js';

/** A server certificate as a test needs it, right or wrong. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** @param names DNS names (also wildcards) and addresses. */
export async function issueTestCertificate(
  authority: Authority,
  names: readonly string[],
  validity: { from?: number; to?: number } = {},
): Promise<TestCertificate> {
  const signer = await signerOf(authority);
  const key = await createLeafKey();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex'),
    subject: [{ CN: [names[0] ?? 'test'] }],
    issuer: signer.certificate.subjectName,
    notBefore: new Date(Date.now() + (validity.from ?? -1) * DAY),
    notAfter: new Date(Date.now() + (validity.to ?? 1) * DAY),
    signingAlgorithm: ECDSA_P256,
    publicKey: key.publicKey,
    signingKey: signer.key,
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
    ],
  });
  return { cert: certificate.toString('pem'), key: key.privateKeyPem };
}
