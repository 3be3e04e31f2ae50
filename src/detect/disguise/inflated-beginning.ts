import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { isRecord } from '../../validation/record.js';

const INFLATE = { gzip: gunzipSync, zlib: inflateSync, raw: inflateRawSync } as const;
/** What would become too much is tried again with a quarter of it, so often. */
const TRIES = 5;

/**
 * What a compressed block becomes, or as much of its beginning as there is room for; undefined when it is damaged.
 *
 * @param kind Raw deflate may have anything behind its end.
 */
export function inflatedBeginning(bytes: Buffer, kind: keyof typeof INFLATE, maxOutput: number): Buffer | undefined {
  const options = { maxOutputLength: maxOutput, finishFlush: constants.Z_SYNC_FLUSH };
  let length = bytes.length;
  for (let tried = 0; tried < TRIES && length > 0; tried++) {
    try {
      return INFLATE[kind](bytes.subarray(0, length), options);
    } catch (error) {
      if (!isRecord(error) || error['code'] !== 'ERR_BUFFER_TOO_LARGE') return undefined;
      length >>= 2;
    }
  }
  return undefined;
}
