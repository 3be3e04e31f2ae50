import { createHmac } from 'node:crypto';

/** Bytes that one value of the hash covers. */
export const PROBE_BYTES = 8;

/**
 * A keyed hash of eight bytes, 32 bits wide: the upper half of a product modulo 2^64, as probe.wat computes it for
 * every place of a text. Mask and factor come from the installation's key, so a value says nothing without it, and
 * nobody can write text that collides on purpose.
 */
export class ProbeHash {
  readonly mask: bigint;
  readonly factor: bigint;

  constructor(key: Buffer) {
    const bytes = createHmac('sha256', key).update('probe hash').digest();
    this.mask = bytes.readBigInt64LE(0);
    // An even factor would drop bits of the text.
    this.factor = bytes.readBigInt64LE(8) | 1n;
  }

  /** The hash of the eight bytes at an offset. */
  at(bytes: Uint8Array, offset: number): number {
    const word = Buffer.from(bytes.buffer, bytes.byteOffset + offset, PROBE_BYTES).readBigInt64LE();
    return Number(BigInt.asUintN(64, (word ^ this.mask) * this.factor) >> 32n);
  }
}
