import { judge } from './judge.js';
import { Matcher, type CandidateSink } from './matcher.js';
import type { Text } from './pattern/text.js';
import { fingerprint, redact, type Reveal } from './redact.js';
import type { Rule } from './rule.js';
import { RuleSet } from './rule-set.js';
import type { Detection, ScanContext } from './scan-context.js';
import { SegmentedText } from './segmented-text.js';
import type { WatchList } from './watch/watch-list.js';
import { watchedDetection } from './watch/watched-detection.js';

/** Different findings reported for one text; more say nothing new and could flood the journal. */
const MAX_DETECTIONS = 100;

/** Between texts that are scanned together: no rule's fixed part reaches over a line end and a zero. */
const SEPARATOR = '\n\0\n';

/** A text that stands somewhere, and who is told of what is found there. */
interface Place {
  readonly context: ScanContext;
  readonly report: (detection: Detection) => void;
}

/** A text that is scanned as it arrives. */
export interface Scan {
  write(bytes: Uint8Array): void;
  /** Looks at what has arrived so far without waiting for more; used when a stream pauses. */
  flush(): void;
  end(): void;
}

export interface DetectorOptions {
  /** Exact secrets of this installation that must not leave. It may be replaced while the detector is in use. */
  readonly watch?: WatchList;
}

/** The rules of both directions, ready to scan any number of texts. */
export class Detector {
  readonly #matchers: Readonly<Record<ScanContext['direction'], Matcher>>;
  readonly #key: Buffer;
  readonly #watch: WatchList | undefined;

  /** @param fingerprintKey Secret of this installation under which fingerprints are made. */
  constructor(rules: readonly Rule[], fingerprintKey: Buffer, options: DetectorOptions = {}) {
    this.#matchers = {
      outbound: new Matcher(new RuleSet(rules, 'outbound')),
      inbound: new Matcher(new RuleSet(rules, 'inbound')),
    };
    this.#key = fingerprintKey;
    this.#watch = options.watch;
  }

  /** Scans a complete text. */
  scan(context: ScanContext, bytes: Uint8Array, report: (detection: Detection) => void): void {
    this.#find(context.direction, { bytes, atStart: true, atEnd: true }, new Set(), () => ({ context, report }));
  }

  /**
   * Scans several short texts in one pass, each in a line of its own.
   *
   * @param contextOf Asked for those texts in which something is found.
   */
  scanAll(
    values: readonly string[],
    contextOf: (index: number) => ScanContext,
    report: (detection: Detection, index: number) => void,
  ): void {
    if (values.length === 0) return;
    const bytes = Buffer.from(values.join(SEPARATOR), 'latin1');
    const indexAt = (offset: number): number => {
      let end = 0;
      return values.findIndex((value) => (end += value.length + SEPARATOR.length) > offset);
    };
    const seen = new Set<string>();
    const { direction } = contextOf(0);
    this.#find(direction, { bytes, atStart: true, atEnd: true }, seen, (start) => {
      const index = indexAt(start);
      return { context: contextOf(index), report: (detection) => report(detection, index) };
    });
  }

  /** Starts scanning a text that comes in pieces. What is found does not depend on how it is cut. */
  open(context: ScanContext, report: (detection: Detection) => void): Scan {
    const seen = new Set<string>();
    const place = { context, report };
    const text = new SegmentedText((segment) => this.#find(context.direction, segment, seen, () => place));
    return {
      write: (bytes) => text.write(bytes),
      flush: () => text.flush(),
      end: () => text.end(),
    };
  }

  /** @param placeOf The text that stands at an offset, and where what is found in it goes. */
  #find(direction: ScanContext['direction'], text: Text, seen: Set<string>, placeOf: (start: number) => Place): void {
    const sink: CandidateSink = ({ rule, match, words }, candidate, start) => {
      const { context, report } = placeOf(start);
      const judgement = judge(rule, candidate, context);
      if (judgement.kind === 'silent' || seen.size >= MAX_DETECTIONS) return;
      const print = fingerprint(candidate.secret, this.#key);
      // Pieces overlap and a secret may stand in a text many times: once is enough.
      const key = `${rule.pattern} ${print}`;
      if (seen.has(key)) return;
      seen.add(key);
      report({
        pattern: rule.pattern,
        variant: rule.variant,
        threat: rule.threat,
        severity: judgement.severity,
        verdict: judgement.verdict,
        snippet: redact(candidate.text, words, revealOf(rule), match.re.ignoreCase),
        fingerprint: print,
        location: context.location,
        decoding: [],
      });
    };
    if (direction === 'outbound') this.#findWatched(text.bytes, seen, placeOf);
    this.#matchers[direction].find(text, sink);
  }

  /** Watched secrets come first and beside the bound on detections: nothing else in a text can hide them. */
  #findWatched(bytes: Uint8Array, seen: Set<string>, placeOf: (start: number) => Place): void {
    this.#watch?.find(bytes, (entry, start, end) => {
      const { context, report } = placeOf(start);
      const secret = bytes.subarray(start, end);
      const detection = watchedDetection(entry, secret, context, this.#key, this.#matchers.outbound);
      const key = `${entry.kind} ${entry.digest}`;
      if (detection === undefined || seen.has(key)) return;
      seen.add(key);
      report(detection);
    });
  }
}

/** Secrets show their prefix; commands and places show their words. */
function revealOf(rule: Rule): Reveal {
  return rule.threat === 'INJECTION' || rule.group === 'places' ? 'words' : 'prefix';
}
