import { cleanText, type Kind } from './texts.js';
import { EVERYTHING, type Direction, type Sample, type Scanner } from './scanners.js';
import { processorMs } from './processor-time.js';

/** One scanner on the texts of one round. */
export interface ScanSlice {
  readonly kind: Kind;
  readonly direction: Direction;
  readonly scanner: string;
  readonly round: number;
  /** Megabytes a second. */
  readonly rate: number;
}

/** As much as is looked at together while a body passes. */
export const SAMPLE_BYTES = 64 * 1024;
const SAMPLES = 4;
/** Rounds that do not count: code is compiled in them, and what is measured first would pay for all. */
const WARM_UP = 5;

/**
 * Lets scanners read the same texts by turns, other texts in every round. The first rounds only warm them up.
 *
 * @throws Error when the Guardian finds something: then the text is not clean, and what was measured is another thing.
 */
export async function measureThroughput(
  kind: Kind,
  direction: Direction,
  scanners: readonly Scanner[],
  rounds: number,
): Promise<ScanSlice[]> {
  const slices: ScanSlice[] = [];
  for (let pass = 0; pass < WARM_UP + rounds; pass++) {
    const samples = Array.from({ length: SAMPLES }, (_, i) => sampleOf(kind, SAMPLE_BYTES, 1 + pass * SAMPLES + i));
    for (let turn = 0; turn < scanners.length; turn++) {
      const scanner = scanners[(turn + pass) % scanners.length]!;
      const begun = processorMs();
      let found = 0;
      for (const sample of samples) found += await scanner.scan(sample);
      const seconds = (processorMs() - begun) / 1000;
      if (found > 0 && scanner.name === EVERYTHING) throw new Error(`${found} found in clean ${kind} (${direction})`);
      if (pass < WARM_UP) continue;
      const round = 1 + pass - WARM_UP;
      slices.push({ kind, direction, scanner: scanner.name, round, rate: (SAMPLES * SAMPLE_BYTES) / 1e6 / seconds });
    }
  }
  return slices;
}

export function sampleOf(kind: Kind, bytes: number, seed: number): Sample {
  const clean = cleanText(kind, bytes, seed);
  return { bytes: clean, text: clean.toString('latin1') };
}
