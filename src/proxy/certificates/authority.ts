import { createHash, createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { generate } from 'selfsigned';
import { DAY_MS } from '../../time/lengths.js';

/**
 * The Guardian's own certificate authority: what clients are asked to trust, and the key that stays here. selfsigned
 * hands the key out as text, which JavaScript cannot overwrite: it lies in memory until it is collected as garbage. That
 * is so only in the process that makes a CA; a key that is opened later is bytes, see {@link importSigner}.
 */
export interface Authority {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** An authority whose key has been imported, ready to sign. */
export interface Signer {
  readonly certificate: x509.X509Certificate;
  readonly key: CryptoKey;
}

type CryptoKey = webcrypto.CryptoKey;

export const ECDSA_P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

x509.cryptoProvider.set(webcrypto);

/** Clocks of containers run behind; a certificate that starts in their future is refused. */
export const CLOCK_SKEW_MS = DAY_MS;

/**
 * Makes a new authority: a P-256 key and a self-signed certificate with the fields that strict verifiers ask for.
 *
 * selfsigned makes the key and a self-signed base. It cannot write key identifiers, without which OpenSSL's
 * `-x509_strict` and Python 3.13 refuse the chain (RFC 5280 §4.2.1.1 and §4.2.1.2), so the certificate that clients
 * get is written again over the same key.
 *
 * @param name Common name, shown to people who inspect the certificate.
 */
export async function createAuthority(name: string, validDays: number): Promise<Authority> {
  const now = Date.now();
  const base = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
  });
  const key = await importKey(base.private);
  const { publicKey } = new x509.X509Certificate(base.cert);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: [{ CN: [name] }],
    issuer: [{ CN: [name] }],
    notBefore: new Date(now - CLOCK_SKEW_MS),
    notAfter: new Date(now + validDays * DAY_MS),
    signingAlgorithm: ECDSA_P256,
    publicKey,
    signingKey: key,
    extensions: [
      // RFC 5280 §4.2.1.9: critical in a CA; no further CA may stand below this one.
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(publicKey),
    ],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, privateKeyPem: base.private };
}

/** Imports an authority's key. @throws Error when key and certificate are not PEM. */
export async function signerOf(authority: Authority): Promise<Signer> {
  return {
    certificate: new x509.X509Certificate(authority.certificatePem),
    key: await importKey(authority.privateKeyPem),
  };
}

/**
 * Imports an authority's key from bytes, which are overwritten. What is imported cannot be exported again.
 *
 * @param privateKey PEM.
 * @throws Error when it is not the key of the certificate.
 */
export async function importSigner(certificatePem: string, privateKey: Buffer): Promise<Signer> {
  let der: Buffer | undefined;
  try {
    const read = createPrivateKey({ key: privateKey, format: 'pem' });
    if (!new X509Certificate(certificatePem).checkPrivateKey(read)) throw new Error('not the key of the certificate');
    der = read.export({ format: 'der', type: 'pkcs8' });
    const key = await webcrypto.subtle.importKey('pkcs8', der, ECDSA_P256, false, ['sign']);
    return { certificate: new x509.X509Certificate(certificatePem), key };
  } finally {
    privateKey.fill(0);
    der?.fill(0);
  }
}

/** SHA-256 over the certificate, in the form that `openssl x509 -fingerprint -sha256` prints. */
export function fingerprintOf(certificatePem: string): string {
  const digest = createHash('sha256').update(new X509Certificate(certificatePem).raw).digest('hex');
  return (digest.toUpperCase().match(/../g) ?? []).join(':');
}

/** A positive random serial of 16 bytes (RFC 5280 §4.1.2.2 allows 20, CA/B Forum asks for 64 bits of randomness). */
export function randomSerial(): string {
  const bytes = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function importKey(pem: string): Promise<CryptoKey> {
  const der = x509.PemConverter.decodeFirst(pem);
  return webcrypto.subtle.importKey('pkcs8', der, ECDSA_P256, false, ['sign']);
}
