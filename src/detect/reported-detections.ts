import type { Detection } from './scan-context.js';
import type { WatchEntry } from './watch/watch-entry.js';

/** Different detections of one rule that are reported of a text: more say nothing new and could flood the journal. */
export const MAX_OF_A_RULE = 100;

/** What was reported of a text so far. Its pieces overlap and a secret may stand in it many times: once is enough. */
export class ReportedDetections {
  readonly #known = new Set<string>();
  readonly #ofRule = new Map<string, number>();

  /**
   * Whether a detection is to be reported now: it was not yet, and its rule has not reported as much as it may. The bound
   * is one for each rule, so that whoever fills a text with what one finds hides nothing from the others.
   */
  admit(detection: Detection): boolean {
    const { pattern, variant, fingerprint } = detection;
    const rule = `${pattern}.${variant}`;
    const count = this.#ofRule.get(rule) ?? 0;
    if (count >= MAX_OF_A_RULE || !this.#admitOnce(pattern, fingerprint)) return false;
    this.#ofRule.set(rule, count + 1);
    return true;
  }

  /** The same for secrets of this installation, which have no bound: there are only so many. */
  admitWatched(kind: WatchEntry['kind'], fingerprint: string): boolean {
    return this.#admitOnce(kind, fingerprint);
  }

  #admitOnce(kind: string, fingerprint: string): boolean {
    const key = `${kind} ${fingerprint}`;
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    return true;
  }
}
