import { quantile } from '../measure/statistics.js';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { contextOf, KEY, type Direction } from './scanners.js';
import { cleanText, type Kind } from './texts.js';
import { processorMs } from './processor-time.js';

/** What a clean body of 10 KB takes, everything on, in microseconds. */
export interface SmallBodyTime {
  readonly kind: Kind;
  readonly direction: Direction;
  readonly p50: number;
  readonly p90: number;
  readonly bodies: number;
}

const BODY_BYTES = 10 * 1024;
const BODIES_PER_ROUND = 40;
/** Bodies that only warm the code up. */
const WARM_UP = 2_000;
/** Seeds that no other part of the benchmark uses. */
const FIRST_SEED = 1_000_000;

/** Scans bodies as the observer does, as a stream, each of them once: none is like another. */
export function measureSmallBodies(kind: Kind, direction: Direction, rounds: number): SmallBodyTime {
  const detector = new Detector(catalogue, KEY);
  const context = contextOf(direction);
  const times: number[] = [];
  const bodies = WARM_UP + rounds * BODIES_PER_ROUND;
  for (let i = 0; i < bodies; i++) {
    const body = cleanText(kind, BODY_BYTES, FIRST_SEED + i);
    const begun = processorMs();
    const scan = detector.open(context, ({ pattern }) => {
      throw new Error(`${pattern} was found in clean ${kind}`);
    });
    scan.write(body);
    scan.end();
    if (i >= WARM_UP) times.push((processorMs() - begun) * 1000);
  }
  return { kind, direction, p50: quantile(times, 0.5), p90: quantile(times, 0.9), bodies: times.length };
}
