import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { GuardianError } from '../../text/guardian-error.js';
import type { SealedKey } from './sealed-key.generated.js';

/** What trying one secret costs. */
const COSTS = {
  // OWASP's password storage advice for scrypt; a quarter of a second of processor time, once a start.
  passphrase: { n: 2 ** 15, r: 8, p: 3 },
  // Nobody guesses random bytes, so the least that the schema allows is enough, and a restart is not held up.
  machine: { n: 2 ** 14, r: 8, p: 1 },
} as const;
const MAX_MEMORY = 128 * 1024 * 1024;

/**
 * Encrypts a key. `plain`, `secret` and the derived key are overwritten afterwards.
 *
 * @param kind Whether the secret was thought up by somebody or holds random bytes.
 */
export async function sealKey(plain: Buffer, secret: Buffer, kind: keyof typeof COSTS): Promise<SealedKey> {
  const cost = COSTS[kind];
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  let key: Buffer | undefined;
  try {
    key = await derive(secret, salt, cost.n, cost.r, cost.p);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const data = Buffer.concat([cipher.update(plain), cipher.final()]);
    return {
      format: 'traffic-guardian-sealed-key/v1',
      scrypt: { ...cost, salt: salt.toString('base64') },
      iv: iv.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data: data.toString('base64'),
    };
  } finally {
    key?.fill(0);
    secret.fill(0);
    plain.fill(0);
  }
}

/**
 * Decrypts a key. `secret` and the derived key are overwritten afterwards; the result is the caller's to overwrite.
 *
 * @param file Where the key came from, for the error message.
 * @throws GuardianError `ca.key_unreadable` when the secret is another one or the file was changed.
 */
export async function openKey(sealed: SealedKey, secret: Buffer, file: string): Promise<Buffer> {
  let key: Buffer | undefined;
  const parts: Buffer[] = [];
  try {
    const { n, r, p, salt } = sealed.scrypt;
    key = await derive(secret, Buffer.from(salt, 'base64'), n, r, p);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), { authTagLength: 16 });
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
    parts.push(decipher.update(sealed.data, 'base64'));
    parts.push(decipher.final());
    return Buffer.concat(parts);
  } catch (cause) {
    throw new GuardianError({ code: 'ca.key_unreadable', args: { file } }, { cause });
  } finally {
    for (const part of parts) part.fill(0);
    key?.fill(0);
    secret.fill(0);
  }
}

/** Not the synchronous form: a tenth of a second would stand still for everything that is being relayed. */
function derive(secret: Buffer, salt: Buffer, n: number, r: number, p: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, { N: n, r, p, maxmem: MAX_MEMORY }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
