import type { Detection } from './scan-context.js';

/** Different detections of one rule that are reported of a text: more say nothing new and could flood the journal. */
export const MAX_OF_A_RULE = 100;

/** What tells one rule from all others. */
export type RuleName = Pick<Detection, 'pattern' | 'variant'>;

/** What was reported of a text so far. Its pieces overlap and a secret may stand in it many times: once is enough. */
export class ReportedDetections {
  readonly #known = new Set<string>();
  readonly #ofRule = new Map<string, number>();

  /**
   * Whether a detection is to be reported now: it was not yet, and its rule has not reported as much as it may. The bound
   * is one for each rule, so that whoever fills a text with what one finds hides nothing from the others.
   */
  admit(detection: Detection): boolean {
    const { pattern, fingerprint } = detection;
    const name = nameOf(detection);
    const count = this.#ofRule.get(name) ?? 0;
    if (count >= MAX_OF_A_RULE || !this.admitWatched(pattern, fingerprint)) return false;
    this.#ofRule.set(name, count + 1);
    return true;
  }

  /** The same for secrets of this installation, which have no bound: there are only so many. */
  admitWatched(kind: string, fingerprint: string): boolean {
    const key = `${kind} ${fingerprint}`;
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    return true;
  }
}

export function nameOf({ pattern, variant }: RuleName): string {
  return `${pattern}.${variant}`;
}
