import type { Disguise } from '../disguise/disguise.js';
import { mirrorInto } from '../disguise/mirror.js';
import { traceOf, type View } from '../disguise/view.js';
import type { Matcher } from '../matcher.js';
import type { ReportedDetections } from '../reported-detections.js';
import type { Place } from '../scan-context.js';
import type { WatchEntry } from './watch-entry.js';
import type { WatchList } from './watch-list.js';
import { watchedDetection } from './watched-detection.js';

/**
 * Looks for the exact secrets of this installation in what leaves. They come first and beside the bound on detections:
 * nothing else in a text can hide them.
 */
export class WatchedSearch {
  readonly #watch: WatchList | undefined;
  readonly #key: Buffer;
  readonly #outbound: Matcher;

  /**
   * @param key Under which fingerprints are made.
   * @param outbound Asked whether a secret goes to where it belongs.
   */
  constructor(watch: WatchList | undefined, key: Buffer, outbound: Matcher) {
    this.#watch = watch;
    this.#key = key;
    this.#outbound = outbound;
  }

  /** @param placeOf The text that stands at an offset, and where what is found in it goes. */
  find(view: View, reported: ReportedDetections, placeOf: (start: number) => Place): void {
    this.#watch?.find(view.text.bytes, (entry, start, end) => {
      const trace = traceOf(view, start, end);
      if (trace === undefined) return;
      const place = placeOf(trace.range.from);
      this.report(entry, view.text.bytes.subarray(start, end), trace.decoding, reported, place);
    });
  }

  /** @param found The secret as it stood in the text, which may be in a mirror. */
  report(
    entry: WatchEntry,
    found: Uint8Array,
    decoding: readonly Disguise[],
    reported: ReportedDetections,
    { context, report }: Place,
  ): void {
    const secret = new Uint8Array(found);
    if (entry.mirror !== undefined) mirrorInto(secret, found, 0, found.length, entry.mirror);
    const detection = watchedDetection(entry, secret, context, this.#key, this.#outbound);
    if (detection === undefined) return;
    if (!reported.admitWatched(entry.kind, detection.fingerprint)) return;
    report({ ...detection, decoding: entry.mirror === undefined ? decoding : [...decoding, entry.mirror] });
  }
}
