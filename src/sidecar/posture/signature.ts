import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Posture } from './posture.generated.js';

/** What is signed. */
export type UnsignedPosture = Omit<Posture, 'signature' | 'public_key'>;

/** In front of what is signed: a signature of ours means this and nothing else. */
const DOMAIN = 'clawsec-traffic-posture/v1\n';

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410 §7). */
const PKCS8_FRONT = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Signs a posture.
 *
 * @param seed 32 bytes that never leave the host.
 */
export function signPosture(posture: UnsignedPosture, seed: Buffer): Posture {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_FRONT, seed]), format: 'der', type: 'pkcs8' });
  const unsigned = { ...posture, public_key: publicKeyOf(key) };
  return { ...unsigned, signature: sign(null, signedBytes(unsigned), key).toString('base64') };
}

/** Whether a posture was signed by the key that stands in it and was not changed since. Whose key that is, it cannot tell. */
export function isSignedByItsKey({ signature, ...unsigned }: Posture): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(unsigned.public_key, 'base64'), format: 'der', type: 'spki' });
    return (
      key.asymmetricKeyType === 'ed25519' && verify(null, signedBytes(unsigned), key, Buffer.from(signature, 'base64'))
    );
  } catch {
    return false;
  }
}

function publicKeyOf(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

function signedBytes(unsigned: Omit<Posture, 'signature'>): Buffer {
  return Buffer.from(DOMAIN + canonicalJson(unsigned), 'utf8');
}

/** RFC 8785: keys in the order of their UTF-16 code units, no white space, numbers and texts as ECMAScript writes them. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
