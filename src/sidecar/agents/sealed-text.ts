import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A text at rest: AES-256-GCM, base64. */
export interface SealedText {
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D §8.2.2: 96 random bits, for far fewer than 2^32 texts under one key. */
const IV_BYTES = 12;

/**
 * Encrypts a text.
 *
 * @param key 32 bytes.
 * @param owner Whose text it is; it opens for the same owner only, so that texts cannot be exchanged for one another.
 */
export function sealText(text: string, key: Buffer, owner: string): SealedText {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(owner, 'utf8'));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') };
}

/**
 * Decrypts a text. What comes out is a string, which JavaScript cannot overwrite.
 *
 * @throws Error when it was changed, or sealed under another key or for another owner.
 */
export function openText({ iv, tag, data }: SealedText, key: Buffer, owner: string): string {
  const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, 'base64'), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(owner, 'utf8')).setAuthTag(Buffer.from(tag, 'base64'));
  return decipher.update(data, 'base64', 'utf8') + decipher.final('utf8');
}
