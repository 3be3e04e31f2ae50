/** Bytes that are taken at a time: a few dozen tables. */
const PIECE_BYTES = 64 * 1024;

let piece = new Uint8Array(0);
let used = 0;

/**
 * Zeros for a table that stays for as long as the program runs: a part of a larger piece of memory. An array with memory of
 * its own takes 90 bytes more of the heap, and the catalogue has thousands of small ones.
 */
export function tableBytes(length: number): Uint8Array {
  if (length > PIECE_BYTES / 4) return new Uint8Array(length);
  if (used + length > piece.length) {
    piece = new Uint8Array(PIECE_BYTES);
    used = 0;
  }
  used += length;
  return piece.subarray(used - length, used);
}
