import { PAGE_BYTES, wasmExports } from '../scan/wasm.js';
import { PROBE_BYTES, type ProbeHash } from './probe-hash.js';
import { probeWasm } from './probe.wasm.generated.js';

/** The module's functions, as probe.wat declares them. */
interface ProbeModule {
  readonly memory: WebAssembly.Memory;
  /** Where the hits of the last call end. */
  readonly behind: WebAssembly.Global;
  probe(...args: (number | bigint)[]): number;
}

// Where things stand in the module's memory, which begins with the table of bits.
const TABLE_BYTES = 32 * 1024;
const HITS = TABLE_BYTES;
const HITS_END = 64 * 1024;
const TEXT = HITS_END;
/** Longer texts are looked at in pieces of this size. */
const PIECE_BYTES = 256 * 1024;

/**
 * Finds the places of a text whose eight bytes have one of a set of hashes, about a nanosecond a byte. A table of 2^18
 * bits stays in a core's first cache, and a thousand hashes fill less than half a percent of it.
 */
export class ProbeScanner {
  readonly #hash: ProbeHash;
  readonly #module = instantiate();

  constructor(hash: ProbeHash) {
    this.#hash = hash;
  }

  /** From now on looks for these hashes, and for some that share their bit. */
  replace(hashes: Iterable<number>): void {
    const table = new Uint8Array(this.#module.memory.buffer, 0, TABLE_BYTES);
    table.fill(0);
    for (const hash of hashes) table[hash >>> 17]! |= 1 << ((hash >>> 14) & 7);
  }

  /** Reports places in the order of the text, with the hash there; some of them by accident. */
  scan(text: Uint8Array, hit: (hash: number, at: number) => void): void {
    const step = PIECE_BYTES - PROBE_BYTES + 1;
    for (let from = 0; from + PROBE_BYTES <= text.length; from += step) {
      this.#scanPiece(text.subarray(from, from + PIECE_BYTES), from, hit);
    }
  }

  #scanPiece(piece: Uint8Array, from: number, hit: (hash: number, at: number) => void): void {
    this.#reserve(piece.length);
    const { memory, behind } = this.#module;
    new Uint8Array(memory.buffer).set(piece, TEXT);
    const { mask, factor } = this.#hash;
    const end = TEXT + piece.length - PROBE_BYTES + 1;
    for (let at = TEXT; at < end;) {
      at = this.#module.probe(at, end, mask, factor, 0, HITS, HITS_END);
      const last = Number(behind.value);
      // Copied: whoever is told may look at another text before the next hit.
      const hits = new Uint32Array(memory.buffer, HITS, (last - HITS) / 4).slice();
      for (let i = 0; i < hits.length; i += 2) hit(hits[i + 1]!, from + hits[i]! - TEXT);
    }
  }

  #reserve(length: number): void {
    const missing = TEXT + length - this.#module.memory.buffer.byteLength;
    if (missing > 0) this.#module.memory.grow(Math.ceil(missing / PAGE_BYTES));
  }
}

function instantiate(): ProbeModule {
  const { memory, behind, probe } = wasmExports(probeWasm);
  if (
    !(memory instanceof WebAssembly.Memory) ||
    !(behind instanceof WebAssembly.Global) ||
    typeof probe !== 'function'
  ) {
    throw new TypeError('probe.wat does not export what is expected');
  }
  return { memory, behind, probe: (...args) => Number(Reflect.apply(probe, undefined, args)) };
}
