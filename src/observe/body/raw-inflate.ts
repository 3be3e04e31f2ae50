import { constants, createInflateRaw, inflateRawSync, type InflateRaw } from 'node:zlib';
import { isRecord } from '../../validation/record.js';

/** What became of bytes that a {@link RawInflate} was given. */
export interface Inflated {
  /** How many of them belong to the compressed bytes. */
  readonly used: number;
  /** Whether these have ended or can go on, or are none. */
  readonly state: 'open' | 'ended' | 'failed';
}

/** What is inflated at once, at most: a turn of the event loop for each small file of thousands would take longer. */
const AT_ONCE_BYTES = 64 * 1024;
const AT_ONCE_OUTPUT = 1024 * 1024;

/**
 * Inflates what is wholly here and small, in one go.
 *
 * @param isAll Whether all compressed bytes are known to be here. Otherwise something has to stand behind them to tell.
 * @returns undefined when it has to be done piece by piece.
 */
export function inflateAtOnce(bytes: Uint8Array, isAll: boolean): { output: Buffer; used: number } | undefined {
  const input = bytes.subarray(0, AT_ONCE_BYTES);
  if (isAll && input.length < bytes.length) return undefined;
  try {
    const options = { info: true, finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: AT_ONCE_OUTPUT };
    // The types do not know what `info` does.
    const result: unknown = inflateRawSync(input, options);
    if (!isRecord(result) || !Buffer.isBuffer(result['buffer']) || !isRecord(result['engine'])) return undefined;
    const used = result['engine']['bytesWritten'];
    if (typeof used !== 'number' || (!isAll && used === input.length)) return undefined;
    return { output: result['buffer'], used };
  } catch {
    return undefined;
  }
}

/** Inflates a raw deflate stream (RFC 1951) piece by piece and tells where it ends. */
export class RawInflate {
  readonly #inflate: InflateRaw;
  #taken: ((inflated: Inflated) => void) | undefined;
  #given = 0;
  #closed = false;

  /** @param data Takes what comes out. */
  constructor(data: (bytes: Buffer) => void) {
    this.#inflate = createInflateRaw({ flush: constants.Z_SYNC_FLUSH });
    this.#inflate.on('data', (bytes: Buffer) => {
      if (!this.#closed) data(bytes);
    });
    this.#inflate.on('error', () => this.#tell({ used: 0, state: 'failed' }));
  }

  /**
   * Takes the next bytes, which must not change before they are worked off. No others before `taken` was called.
   *
   * @param taken Called when all that they led to has come out.
   */
  write(bytes: Uint8Array, taken: (inflated: Inflated) => void): void {
    this.#taken = taken;
    this.#given += bytes.length;
    this.#inflate.write(bytes, () => {
      const beyond = this.#given - this.#inflate.bytesWritten;
      this.#tell({ used: bytes.length - beyond, state: beyond > 0 ? 'ended' : 'open' });
    });
  }

  /** Stops at once; nothing more is told. */
  destroy(): void {
    this.#closed = true;
    this.#inflate.destroy();
  }

  #tell(inflated: Inflated): void {
    if (this.#closed) return;
    if (inflated.state !== 'open') this.destroy();
    this.#taken?.(inflated);
  }
}
