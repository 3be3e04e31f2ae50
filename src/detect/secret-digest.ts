import crypto, { createCipheriv, randomBytes } from 'node:crypto';

const KEY = randomBytes(16);
/**
 * Always the same one. What a nonce is for, that who sees two tags learns nothing, is not needed: no tag leaves this
 * process's memory, and without one nobody can find a second text for it (Carter and Wegman, universal hashing).
 */
const NONCE = Buffer.alloc(12);

/** Since Node 20.12: without an object for each digest, whose making takes four times as long as hashing a kilobyte. */
const hashAtOnce: typeof crypto.hash | undefined = crypto.hash;
const HASH_KEY = randomBytes(32);
/** Texts that SHA-256 names sooner than GMAC, in bytes: measured on Node 20; later ones make ciphers at four times the cost. */
const MAX_HASHED = 8 * 1024;
/** The key, and room for the text behind it. */
const keyed = Buffer.concat([HASH_KEY, Buffer.alloc(MAX_HASHED)]);

/**
 * A name for a text that is another one in each process, so that nobody can choose two texts with the same name.
 *
 * A short one is named by SHA-256 behind a key that was made at start: that digests of this kind can be continued (the
 * reason for HMAC) is of no use to who sees none. A long one by its GMAC (NIST SP 800-38D) under another key, in half of
 * the time: two texts of a megabyte share such a name with a probability of 2^-112, whoever chose them.
 */
export function secretDigest(bytes: Uint8Array): string {
  if (hashAtOnce !== undefined && bytes.length <= MAX_HASHED) {
    keyed.set(bytes, HASH_KEY.length);
    return hashAtOnce('sha256', keyed.subarray(0, HASH_KEY.length + bytes.length), 'binary');
  }
  const mac = createCipheriv('aes-128-gcm', KEY, NONCE);
  mac.setAAD(bytes);
  mac.final();
  return mac.getAuthTag().toString('latin1');
}
