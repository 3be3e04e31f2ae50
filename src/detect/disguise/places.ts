import type { ByteSet } from '../pattern/byte-set.js';

/** What may stand beside a byte. */
export interface Neighbour {
  readonly bytes: ByteSet;
  /** Whether the edge of the text will do as well. */
  readonly orEdge?: boolean;
}

/** A byte at which a pass may have something to do, as far as the bytes beside it tell. */
export interface Trigger {
  readonly before?: Neighbour;
  readonly at: ByteSet;
  readonly behind?: Neighbour;
}

/** Passes that look only where one of their triggers is, each as one bit. */
export const WANTED_BY = {
  shell: 1,
  concatenation: 2,
  quotedPrintable: 4,
  hexPairs: 8,
  charCodes: 16,
  hexPrefix: 32,
} as const;

/** Shortest run of letters and digits that can hold something encoded: `rm -rf /` takes twelve letters of base64. */
export const MIN_RUN = 12;

/** The places of a text that some pass has to look at, in ascending order. Valid until the next text is surveyed. */
export interface Places {
  readonly offsets: Uint32Array;
  /** All that somebody wants to look at, as the union of `wantedBy`. */
  readonly wanted: number;
  /** For each offset, who wants to look at it: bits of {@link WANTED_BY}. */
  readonly wantedBy: Uint8Array;
  /** Where each run of at least {@link MIN_RUN} letters of an encoding begins and ends, by turns. */
  readonly runs: Uint32Array;
}

/**
 * Goes through the places that one pass wants.
 *
 * @param look Returns up to where the text needs no further look.
 */
export function eachPlace({ offsets, wanted, wantedBy }: Places, wants: number, look: (at: number) => number): void {
  if ((wanted & wants) === 0) return;
  let done = 0;
  for (let i = 0; i < offsets.length; i++) {
    const at = offsets[i]!;
    if ((wantedBy[i]! & wants) !== 0 && at >= done) done = look(at);
  }
}
