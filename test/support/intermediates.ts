import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { ECDSA_P256, randomSerial, signerOf, type Authority } from '../../src/proxy/certificates/authority.js';
import { createLeafKey } from '../../src/proxy/certificates/leaf.js';

const DAY = 24 * 60 * 60 * 1000;

export interface IntermediateOptions {
  /** Whether it says of itself that it may sign others; one that does not is used to sign all the same. */
  readonly isCa?: boolean;
  /** Days until it expires. */
  readonly toDays?: number;
}

/** An authority below which others may stand. */
export function createRoot(name: string): Promise<Authority> {
  return issue(undefined, name, {});
}

/** An authority between another one and a server. */
export function issueIntermediate(
  issuer: Authority,
  name: string,
  options: IntermediateOptions = {},
): Promise<Authority> {
  return issue(issuer, name, options);
}

async function issue(
  issuer: Authority | undefined,
  name: string,
  { isCa = true, toDays = 5 }: IntermediateOptions,
): Promise<Authority> {
  const { publicKey, privateKeyPem } = await createLeafKey();
  const der = x509.PemConverter.decodeFirst(privateKeyPem);
  const ownKey = await webcrypto.subtle.importKey('pkcs8', der, ECDSA_P256, false, ['sign']);
  const signer = issuer === undefined ? undefined : await signerOf(issuer);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: [{ CN: [name] }],
    issuer: signer?.certificate.subjectName ?? [{ CN: [name] }],
    notBefore: new Date(Date.now() - 10 * DAY),
    notAfter: new Date(Date.now() + toDays * DAY),
    signingAlgorithm: ECDSA_P256,
    publicKey,
    signingKey: signer?.key ?? ownKey,
    extensions: [
      new x509.BasicConstraintsExtension(isCa, undefined, true),
      new x509.KeyUsagesExtension(isCa ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(signer?.certificate.publicKey ?? publicKey),
    ],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, privateKeyPem };
}
