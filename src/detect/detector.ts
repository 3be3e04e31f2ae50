import { encodedPartOf } from './checks/encoded-host.js';
import { CleanMemory, mayComeAgain } from './clean-memory.js';
import { Destinations } from './destination.js';
import { unmirror } from './disguise/mirror.js';
import { Unveiling } from './disguise/unveil.js';
import type { View } from './disguise/view.js';
import { FieldJoiner, type KnownFields } from './field-joiner.js';
import { FreshValues } from './fresh-values.js';
import { FoundRanges } from './found-ranges.js';
import { isInsideBase64 } from './inside-base64.js';
import { isJoinedByChance } from './joined-by-chance.js';
import { judge } from './judge.js';
import { Matcher, type CandidateSink } from './matcher.js';
import { MirrorRanges } from './mirror-ranges.js';
import { bufferOf, type Text } from './pattern/text.js';
import { PendingDetections } from './pending-detections.js';
import { fingerprint, redact, type Reveal } from './redact.js';
import { ReportedDetections } from './reported-detections.js';
import type { Rule } from './rule.js';
import { RuleSet } from './rule-set.js';
import type { Detection, Place, ScanContext } from './scan-context.js';
import { SegmentedText } from './segmented-text.js';
import type { WatchList } from './watch/watch-list.js';
import { WatchedSearch } from './watch/watched-search.js';

/**
 * What a look at a text came to: `clean` when nothing was matched, not even something that is to be expected where it
 * stands; `flooded` when so much was that the rest was not looked at.
 */
type Outcome = 'clean' | 'matched' | 'flooded';

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
  /** Hosts that were visited before, when another detector takes over from one. */
  readonly destinations?: Destinations;
}

/** The rules of both directions, ready to scan any number of texts. */
export class Detector {
  readonly #matchers: Readonly<Record<ScanContext['direction'], Matcher>>;
  readonly #key: Buffer;
  readonly #destinations: Destinations;
  readonly #watch: WatchList | undefined;
  readonly #watched: WatchedSearch;
  readonly #joiner: FieldJoiner;
  readonly #clean = new CleanMemory();

  /** @param fingerprintKey Secret of this installation under which fingerprints are made. */
  constructor(rules: readonly Rule[], fingerprintKey: Buffer, options: DetectorOptions = {}) {
    const outbound = new RuleSet(rules, 'outbound');
    this.#matchers = { outbound: new Matcher(outbound), inbound: new Matcher(new RuleSet(rules, 'inbound')) };
    this.#key = fingerprintKey;
    this.#watch = options.watch;
    this.#watched = new WatchedSearch(options.watch, fingerprintKey, this.#matchers.outbound);
    this.#joiner = new FieldJoiner(outbound, options.watch);
    this.#destinations = options.destinations ?? new Destinations();
  }

  /** Scans a complete text. */
  scan(context: ScanContext, bytes: Uint8Array, report: (detection: Detection) => void): void {
    this.#scan(context, bytes, report);
  }

  /**
   * Looks at the name of a host that was asked for: where it leads to, and whether it carries data itself. What a connection
   * of the same agent asked for a moment ago is not looked at again.
   */
  name(context: ScanContext, host: string, report: (detection: Detection) => void): void {
    this.#destinations.visit(host);
    this.#clean.keepFor(this.#watch?.version);
    if (this.#clean.hasName(context.agent, host)) return;
    const encoded = encodedPartOf(host);
    const outcomes = (encoded === undefined ? [host] : [host, encoded]).map((text) =>
      this.#scan(context, Buffer.from(text, 'latin1'), report),
    );
    if (outcomes.every((outcome) => outcome === 'clean')) this.#clean.addName(context.agent, host);
  }

  /**
   * Scans several short texts of one message in one pass, each in a line of its own. Those that were clean before are
   * not scanned again.
   *
   * @param contextOf Asked for those texts that are not known.
   * @returns whether all were clean before. Given the very same array again, which is not to change, it says so at once.
   */
  scanAll(
    values: readonly string[],
    contextOf: (index: number) => ScanContext,
    report: (detection: Detection, index: number) => void,
  ): boolean {
    this.#clean.keepFor(this.#watch?.version);
    if (values.length === 0 || this.#clean.hasAll(values)) return true;
    const first = contextOf(0);
    const fresh = new FreshValues(values, first.direction, this.#clean);
    if (fresh.indexes.length === 0) {
      this.#clean.addAll(values);
      return true;
    }
    const matched = new Set<number>();
    const place = (start: number): Place => {
      const index = fresh.indexAt(start);
      matched.add(index);
      return { context: contextOf(index), report: (detection) => report(detection, index) };
    };
    const text = { bytes: fresh.bytes, atStart: true, atEnd: true };
    if (this.#find(first, text, new ReportedDetections(), place, fresh.known) === 'flooded') return false;
    for (const index of fresh.indexes) if (!matched.has(index)) this.#clean.addValue(contextOf(index), values[index]!);
    return false;
  }

  /** Starts scanning a text that comes in pieces. What is found does not depend on how it is cut. */
  open(context: ScanContext, report: (detection: Detection) => void): Scan {
    const reported = new ReportedDetections();
    const place = { context, report };
    const text = new SegmentedText((segment) => {
      const look = (): boolean => this.#find(context, segment, reported, () => place) === 'clean';
      this.#clean.keepFor(this.#watch?.version);
      if (mayComeAgain(context, segment)) this.#clean.unlessKnown(context.direction, segment, look);
      else look();
    });
    return {
      write: (bytes) => text.write(bytes),
      flush: () => text.flush(),
      end: () => text.end(),
    };
  }

  #scan(context: ScanContext, bytes: Uint8Array, report: (detection: Detection) => void): Outcome {
    const text = { bytes, atStart: true, atEnd: true };
    return this.#find(context, text, new ReportedDetections(), () => ({ context, report }));
  }

  /**
   * @param placeOf The text that stands at an offset, and where what is found in it goes.
   * @param known Fields of the same message that are not in the text.
   */
  #find(
    context: ScanContext,
    text: Text,
    reported: ReportedDetections,
    placeOf: (start: number) => Place,
    known: readonly KnownFields[] = [],
  ): Outcome {
    const matcher = this.#matchers[context.direction];
    const unveiling = new Unveiling(text);
    const found = new FoundRanges();
    const pending = new PendingDetections();
    const matched = { any: false };
    const placeMatch = (start: number): Place => {
      matched.any = true;
      return placeOf(start);
    };
    unveiling.run((view) => {
      if (context.direction === 'outbound') this.#watched.find(view, reported, placeMatch);
      const mirrors = new MirrorRanges();
      matcher.find(
        view.text,
        this.#sink(view, found, pending, placeMatch),
        view.pass === 'fields' || isMirrored(view) ? undefined : mirrors.add,
        view.parent && { edits: view.edits, source: sourceOf(view) },
      );
      for (const mirror of ['rot13', 'reversed'] as const) {
        const ranges = mirrors.of(mirror);
        if (ranges.length > 0) unveiling.add(view, 'mirror', unmirror(bufferOf(view.text), ranges, mirror));
      }
      if (context.direction === 'outbound') {
        const joined = this.#joiner.join(view, context.agent, found, known, (entry, secret, at) =>
          this.#watched.report(entry, secret, ['fields'], reported, placeMatch(at)),
        );
        if (joined !== undefined) unveiling.add(view, 'fields', joined);
      }
    });
    pending.reportTo(reported);
    if (pending.flooded) return 'flooded';
    return matched.any ? 'matched' : 'clean';
  }

  #sink(view: View, found: FoundRanges, pending: PendingDetections, placeOf: (start: number) => Place): CandidateSink {
    return (compiled, candidate, start, end) => {
      const { rule, match, words } = compiled;
      if (pending.isFull(rule)) return;
      if (rule.asWritten === true && isMirrored(view)) return;
      if (isJoinedByChance(compiled, view, start, end)) return;
      const placed = found.place(rule.pattern, view, start, end);
      if (placed === undefined) return;
      if (isInsideBase64(compiled, candidate, placed.decoding)) return;
      const { context, report } = placeOf(placed.range.from);
      const judgement = judge(rule, candidate, context, (host) => this.#destinations.kindOf(host));
      // What is expected in plain sight must not become a finding through what its disguises look like.
      placed.note();
      const { secret, text } = candidate;
      if (judgement.kind === 'silent') {
        if (judgement.reason === 'home') pending.expect(secret);
        return;
      }
      if (pending.has(rule, secret, placed.decoding)) return;
      const detection = {
        pattern: rule.pattern,
        variant: rule.variant,
        threat: rule.threat,
        severity: judgement.severity,
        verdict: judgement.verdict,
        snippet: redact(text, words, revealOf(rule), match.re.ignoreCase),
        fingerprint: fingerprint(secret, this.#key),
        location: context.location,
        decoding: placed.decoding,
      };
      pending.add(rule, { secret, range: placed.range, detection, report });
    };
  }
}

/** What a view shows but for its edits, in order; undefined where it shows pieces of other texts too. */
function sourceOf({ pass, parent }: View): Uint8Array | undefined {
  return pass === 'fields' ? undefined : parent?.text.bytes;
}

/** Whether a view shows its text in a mirror already: mirrored again it is the text as it was. */
function isMirrored(view: View): boolean {
  return view.pass === 'mirror' || (view.parent !== undefined && isMirrored(view.parent));
}

/** Secrets show their prefix; commands and places show their words. */
function revealOf(rule: Rule): Reveal {
  return rule.threat === 'INJECTION' || rule.group === 'places' ? 'words' : 'prefix';
}
