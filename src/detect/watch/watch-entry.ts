import type { Mirror } from '../disguise/mirror.js';

/**
 * A secret of this installation as the detector knows it: keyed fingerprints and a name, never the secret. It survives
 * structured cloning, so that the host can hand it to the observer's thread.
 */
export interface WatchEntry {
  /** `secret`: a value that the operator's own programs use. `canary`: a fake that was planted to be stolen. */
  readonly kind: 'secret' | 'canary';
  /** What a finding calls it: the variable or file, or where the canary was planted. */
  readonly name: string;
  /** Length of the secret in bytes, {@link MIN_SECRET_BYTES} to {@link MAX_SECRET_BYTES}. */
  readonly length: number;
  /** Where in the secret the eight bytes stand that are looked for first, as an offset in bytes. */
  readonly probeAt: number;
  /** Keyed hash of these eight bytes. */
  readonly probe: number;
  /** Keyed hash of the last eight bytes, a cheap second question before the whole is hashed. */
  readonly tail: number;
  /** HMAC-SHA-256 of the whole secret, hex. */
  readonly digest: string;
  /** Hosts that the operator says get this secret by right, as globs. */
  readonly expectedHosts: readonly string[];
  /** The fingerprints are those of the secret as it looks in this mirror. */
  readonly mirror?: Mirror;
}

/** Everything that is watched for. */
export interface WatchData {
  readonly entries: readonly WatchEntry[];
}

/** A shorter secret would be found where nobody wrote it. */
export const MIN_SECRET_BYTES = 8;
/** Of a longer secret its first bytes stand for it: pieces of a stream overlap by more than this. */
export const MAX_SECRET_BYTES = 2_048;
/** More entries than this are not taken: the table that makes looking for them cheap would fill up. */
export const MAX_ENTRIES = 10_000;

/** Whether something that came from another thread or a file has the form of a list. */
export function isWatchData(value: unknown): value is WatchData {
  if (typeof value !== 'object' || value === null || !('entries' in value)) return false;
  return Array.isArray(value.entries) && value.entries.length <= MAX_ENTRIES && value.entries.every(isEntry);
}

function isEntry(value: unknown): value is WatchEntry {
  if (typeof value !== 'object' || value === null) return false;
  if (!('kind' in value && 'name' in value && 'length' in value && 'probeAt' in value)) return false;
  if (!('probe' in value && 'tail' in value && 'digest' in value && 'expectedHosts' in value)) return false;
  const { kind, name, length, probeAt, probe, tail, digest, expectedHosts } = value;
  return (
    (kind === 'secret' || kind === 'canary') &&
    typeof name === 'string' &&
    typeof digest === 'string' &&
    Array.isArray(expectedHosts) &&
    (!('mirror' in value) || value.mirror === 'rot13' || value.mirror === 'reversed') &&
    [length, probeAt, probe, tail].every(Number.isInteger)
  );
}
