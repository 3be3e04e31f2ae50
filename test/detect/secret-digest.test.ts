import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretDigest } from '../../src/detect/secret-digest.js';

test('the same bytes have the same digest, and others another one, whichever bit differs and wherever one ends', () => {
  // Up to 8 KiB they are made in one way, and longer ones in another.
  const texts = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 3_000 }),
    fc.uint8Array({ minLength: 8_190, maxLength: 8_195 }),
  );
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(7), (bytes, at, bit) => {
      const digest = secretDigest(bytes);
      expect(digest.length).toBeGreaterThanOrEqual(16);
      expect(secretDigest(Uint8Array.from(bytes))).toBe(digest);
      const changed = Uint8Array.from(bytes);
      changed[at % bytes.length]! ^= 1 << bit;
      expect(secretDigest(changed)).not.toBe(digest);
      expect(secretDigest(bytes.subarray(0, -1))).not.toBe(digest);
      expect(secretDigest(Buffer.concat([bytes, Buffer.alloc(1)]))).not.toBe(digest);
    }),
  );
});
