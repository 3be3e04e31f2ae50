import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { generate } from 'selfsigned';
import { DAY_MS } from '../../time/lengths.js';
import { CLOCK_SKEW_MS, ECDSA_P256, randomSerial, type Signer } from './authority.js';

/** Key pair that all leaf certificates share: a new key for each would cost more than the certificate. */
export interface LeafKey {
  readonly privateKeyPem: string;
  readonly publicKey: webcrypto.CryptoKey;
}

/** Certificate and key for one server name, PEM. */
export interface Leaf {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** Days a leaf is valid. Short, because it never leaves memory and is made again when needed. */
export const LEAF_DAYS = 30;
/** Longest common name (RFC 5280 appendix A, ub-common-name); longer names stand in the SAN alone. */
const MAX_COMMON_NAME = 64;

/** Makes the key pair that leaves share for the life of the process. */
export async function createLeafKey(): Promise<LeafKey> {
  const pair = await webcrypto.subtle.generateKey(ECDSA_P256, true, ['sign', 'verify']);
  const der = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
  return { privateKeyPem: x509.PemConverter.encode(der, 'PRIVATE KEY'), publicKey: pair.publicKey };
}

/**
 * Signs a server certificate for one name.
 *
 * @param name DNS name, wildcard name or address literal (IPv6 without brackets).
 */
export async function issueLeaf(name: string, signer: Signer, key: LeafKey): Promise<Leaf> {
  const now = Date.now();
  const named = name.length <= MAX_COMMON_NAME;
  const expiry = Math.min(now + LEAF_DAYS * DAY_MS, signer.certificate.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: named ? [{ CN: [name] }] : [],
    issuer: signer.certificate.subjectName,
    notBefore: new Date(now - CLOCK_SKEW_MS),
    notAfter: new Date(expiry),
    signingAlgorithm: ECDSA_P256,
    publicKey: key.publicKey,
    signingKey: signer.key,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      // RFC 5280 §4.2.1.6: critical when the subject is empty. Browsers read names from here only.
      new x509.SubjectAlternativeNameExtension([{ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }], !named),
      await x509.SubjectKeyIdentifierExtension.create(key.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(signer.certificate.publicKey),
    ],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, privateKeyPem: key.privateKeyPem };
}

/**
 * A certificate that no client can trust: self-signed, by nobody that it knows. It is the answer when the real
 * server's certificate does not verify, so that the client fails as it would have failed without us.
 */
export async function issueUntrustedLeaf(name: string): Promise<Leaf> {
  const { cert, private: privateKeyPem } = await generate(
    [{ name: 'commonName', value: 'Guardian: the real certificate was not valid' }],
    {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      extensions: [
        { name: 'subjectAltName', altNames: [isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name }] },
      ],
    },
  );
  return { certificatePem: cert, privateKeyPem };
}
