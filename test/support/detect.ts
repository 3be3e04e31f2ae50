import { Detector } from '../../src/detect/detector.js';
import type { Detection, ScanContext } from '../../src/detect/scan-context.js';

export const FINGERPRINT_KEY = Buffer.alloc(32, 7);

/** A context in which nothing is home and nothing is known: the far end is a stranger. */
export function strangerContext(direction: ScanContext['direction']): ScanContext {
  return { direction, location: 'body', host: 'stranger.invalid', secure: true };
}

/** Everything that is found in a text, given at once. */
export function detect(detector: Detector, context: ScanContext, text: string | Uint8Array): Detection[] {
  const found: Detection[] = [];
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  detector.scan(context, bytes, (detection) => found.push(detection));
  return found;
}

/** Everything that is found in a text that arrives in pieces, cut at the given offsets. */
export function detectInPieces(
  detector: Detector,
  context: ScanContext,
  text: string | Uint8Array,
  cuts: readonly number[],
): Detection[] {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  const found: Detection[] = [];
  const scan = detector.open(context, (detection) => found.push(detection));
  let from = 0;
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    scan.write(bytes.subarray(from, cut));
    from = cut;
  }
  scan.end();
  return found;
}

/** The names of what was found, in a stable order. */
export function namesOf(detections: readonly Detection[]): string[] {
  return detections.map(({ pattern, fingerprint }) => `${pattern} ${fingerprint}`).sort();
}
