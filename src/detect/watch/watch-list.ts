import { WatchFingerprints } from './fingerprints.js';
import { PROBE_BYTES } from './probe-hash.js';
import { ProbeScanner } from './probe-scanner.js';
import type { WatchData, WatchEntry } from './watch-entry.js';

/** Called for each watched secret found, with where it stands; `end` is exclusive. */
export type WatchHit = (entry: WatchEntry, start: number, end: number) => void;

/** Where a watched secret stands; `end` is exclusive. */
export interface WatchedRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the exact secrets of this installation in a text. One pass asks at each byte whether the next eight may be those
 * of a secret; what that lets through is compared by another hash and in the end by HMAC, so that a hit is the secret
 * and nothing else.
 */
export class WatchList {
  readonly #fingerprints: WatchFingerprints;
  readonly #scanner: ProbeScanner;
  #byProbe: ReadonlyMap<number, readonly WatchEntry[]> = new Map();
  #version = 0;

  /** @param key The installation's key for fingerprints, under which the entries were made. */
  constructor(key: Buffer, data: WatchData = { entries: [] }) {
    this.#fingerprints = new WatchFingerprints(key);
    this.#scanner = new ProbeScanner(this.#fingerprints.hash);
    this.replace(data);
  }

  /** Changes with what is watched for. */
  get version(): number {
    return this.#version;
  }

  /** From now on watches for these and nothing else. */
  replace({ entries }: WatchData): void {
    const byProbe = new Map<number, WatchEntry[]>();
    for (const entry of entries) {
      const same = byProbe.get(entry.probe);
      if (same === undefined) byProbe.set(entry.probe, [entry]);
      else same.push(entry);
    }
    this.#byProbe = byProbe;
    this.#scanner.replace(byProbe.keys());
    this.#version++;
  }

  /** Reports each place of each watched secret; costs nothing while the list is empty. */
  find(bytes: Uint8Array, hit: WatchHit): void {
    if (this.#byProbe.size === 0) return;
    this.#scanner.scan(bytes, (hash, at) => this.#ask(bytes, at, hash, hit));
  }

  /** Where watched secrets stand in a text of which each character is a byte. */
  rangesIn(text: string): readonly WatchedRange[] {
    const ranges: WatchedRange[] = [];
    this.find(Buffer.from(text, 'latin1'), (_, start, end) => ranges.push({ start, end }));
    return ranges;
  }

  #ask(bytes: Uint8Array, at: number, hash: number, hit: WatchHit): void {
    for (const entry of this.#byProbe.get(hash) ?? []) {
      const start = at - entry.probeAt;
      const end = start + entry.length;
      if (start < 0 || end > bytes.length) continue;
      if (this.#fingerprints.hash.at(bytes, end - PROBE_BYTES) !== entry.tail) continue;
      if (this.#fingerprints.digestOf(bytes.subarray(start, end)) === entry.digest) hit(entry, start, end);
    }
  }
}
