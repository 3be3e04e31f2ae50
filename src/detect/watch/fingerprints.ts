import { createHmac } from 'node:crypto';
import { mirrorInto } from '../disguise/mirror.js';
import { PROBE_BYTES, ProbeHash } from './probe-hash.js';
import { MAX_SECRET_BYTES, type WatchEntry } from './watch-entry.js';

/** Makes and checks the keyed fingerprints of watched secrets. */
export class WatchFingerprints {
  readonly hash: ProbeHash;
  readonly #key: Buffer;

  /** @param key The installation's key for fingerprints; this use gets a key of its own from it. */
  constructor(key: Buffer) {
    this.#key = createHmac('sha256', key).update('watch list v1').digest();
    this.hash = new ProbeHash(this.#key);
  }

  /** @param secret At least eight bytes; of a very long one its beginning is watched. */
  entryOf(secret: Uint8Array, about: Pick<WatchEntry, 'kind' | 'name' | 'expectedHosts'>): WatchEntry {
    const bytes = secret.subarray(0, MAX_SECRET_BYTES);
    const probeAt = probeOf(bytes);
    return {
      ...about,
      length: bytes.length,
      probeAt,
      probe: this.hash.at(bytes, probeAt),
      tail: this.hash.at(bytes, bytes.length - PROBE_BYTES),
      digest: this.digestOf(bytes),
    };
  }

  /**
   * The entries by which a secret is known: as it is, and as it looks in each mirror, where no rule's words lead to it.
   *
   * @param secret As for {@link entryOf}.
   */
  entriesOf(secret: Uint8Array, about: Pick<WatchEntry, 'kind' | 'name' | 'expectedHosts'>): readonly WatchEntry[] {
    const bytes = secret.subarray(0, MAX_SECRET_BYTES);
    const mirrors = (['rot13', 'reversed'] as const).flatMap((mirror) => {
      const image = new Uint8Array(bytes.length);
      mirrorInto(image, bytes, 0, bytes.length, mirror);
      return Buffer.compare(image, bytes) === 0 ? [] : [{ ...this.entryOf(image, about), mirror }];
    });
    return [this.entryOf(bytes, about), ...mirrors];
  }

  /** HMAC-SHA-256 of a whole secret, hex. */
  digestOf(bytes: Uint8Array): string {
    return createHmac('sha256', this.#key).update(bytes).digest('hex');
  }
}

/**
 * Where the eight bytes with the most different values stand, the last of them: secrets begin alike (`sk-ant-a`,
 * `postgres`), and bytes that stand in ordinary text would ask the second question all the time.
 */
function probeOf(bytes: Uint8Array): number {
  let best = 0;
  let most = 0;
  for (let at = 0; at + PROBE_BYTES <= bytes.length; at++) {
    const different = new Set(bytes.subarray(at, at + PROBE_BYTES)).size;
    if (different >= most) [best, most] = [at, different];
  }
  return best;
}
