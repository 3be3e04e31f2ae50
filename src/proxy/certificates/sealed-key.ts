import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { GuardianError } from '../../text/guardian-error.js';
import type { SealedKey } from './sealed-key.generated.js';

// OWASP's password storage advice for scrypt (2^15, 8, 3); about a tenth of a second, once a start.
const COST = { n: 2 ** 15, r: 8, p: 3 } as const;
const MAX_MEMORY = 128 * 1024 * 1024;

/** Encrypts a PEM key. `secret` and the derived key are overwritten afterwards. */
export function sealKey(pem: string, secret: Buffer): SealedKey {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const key = derive(secret, salt, COST.n, COST.r, COST.p);
  try {
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const data = Buffer.concat([cipher.update(pem, 'utf8'), cipher.final()]);
    return {
      format: 'traffic-guardian-sealed-key/v1',
      scrypt: { ...COST, salt: salt.toString('base64') },
      iv: iv.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data: data.toString('base64'),
    };
  } finally {
    key.fill(0);
    secret.fill(0);
  }
}

/**
 * Decrypts a key. `secret` and the derived key are overwritten afterwards.
 *
 * @param file Where the key came from, for the error message.
 * @throws GuardianError `ca.key_unreadable` when the secret is another one or the file was changed.
 */
export function openKey(sealed: SealedKey, secret: Buffer, file: string): string {
  let key: Buffer | undefined;
  try {
    const { n, r, p, salt } = sealed.scrypt;
    key = derive(secret, Buffer.from(salt, 'base64'), n, r, p);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'));
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
    return Buffer.concat([decipher.update(sealed.data, 'base64'), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new GuardianError({ code: 'ca.key_unreadable', args: { file } }, { cause });
  } finally {
    key?.fill(0);
    secret.fill(0);
  }
}

function derive(secret: Buffer, salt: Buffer, n: number, r: number, p: number): Buffer {
  return scryptSync(secret, salt, 32, { N: n, r, p, maxmem: MAX_MEMORY });
}
