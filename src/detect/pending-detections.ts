import type { Disguise } from './disguise/disguise.js';
import type { Range } from './disguise/edit-list.js';
import { GENERIC } from './found-ranges.js';
import { MAX_OF_A_RULE, type ReportedDetections } from './reported-detections.js';
import type { Rule } from './rule.js';
import type { Detection } from './scan-context.js';

/** A detection that is not reported yet. */
export interface Pending {
  readonly secret: string;
  /** Where it stands in the text that passed. */
  readonly range: Range;
  readonly detection: Detection;
  readonly report: (detection: Detection) => void;
}

/**
 * The detections of one piece of a text, held until all of its views were looked at. The bound is one for each rule:
 * whoever fills a text with what one rule finds, or quotes a path a thousand times, hides nothing from the others.
 */
export class PendingDetections {
  readonly #all: Pending[] = [];
  /** Secrets that are expected where they stand, by rules that know their kind. */
  readonly #expected = new Set<string>();
  readonly #ofRule = new Map<Rule, Set<string>>();
  #flooded = false;

  /** Whether so much was found that a rule did not look at the rest. */
  get flooded(): boolean {
    return this.#flooded;
  }

  /** Whether a rule has found as much as it may. */
  isFull(rule: Rule): boolean {
    const isFull = (this.#ofRule.get(rule)?.size ?? 0) >= MAX_OF_A_RULE;
    this.#flooded ||= isFull;
    return isFull;
  }

  /** Whether a rule has found this already, disguised or in plain sight as it is now. */
  has(rule: Rule, secret: string, decoding: readonly Disguise[]): boolean {
    return this.#ofRule.get(rule)?.has(keyOf(secret, decoding)) === true;
  }

  /** Notes a secret that is expected where it stands: the same under a general name is no finding either. */
  expect(secret: string): void {
    this.#expected.add(secret);
  }

  add(rule: Rule, pending: Pending): void {
    let known = this.#ofRule.get(rule);
    if (known === undefined) this.#ofRule.set(rule, (known = new Set()));
    known.add(keyOf(pending.secret, pending.detection.decoding));
    this.#all.push(pending);
  }

  /** Reports each thing once, by its best name. */
  reportTo(reported: ReportedDetections): void {
    const exfil = this.#all.filter(({ detection: { pattern, threat } }) => pattern !== GENERIC && threat === 'EXFIL');
    const ofKnownKind = [...exfil.map(({ secret }) => secret), ...this.#expected];
    for (const pending of this.#all) {
      const { secret, detection, report } = pending;
      if (this.#all.some((other) => isPart(pending, other))) continue;
      if (exfil.some((other) => isByChance(pending, other))) continue;
      // A rule that knows the kind of a secret names it better.
      if (detection.pattern === GENERIC && ofKnownKind.some((known) => isSame(known, secret))) continue;
      if (reported.admit(detection)) report(detection);
    }
  }
}

/**
 * Whether one of two findings of a pattern is but a part of the other: of a secret that was put together from pieces
 * the whole is the finding, and `.ssh/id_rsa` is not the file `id_rsa` as well.
 */
function isPart({ secret, range, detection }: Pending, other: Pending): boolean {
  if (other.detection.pattern !== detection.pattern) return false;
  if (other.secret.length <= secret.length || !other.secret.includes(secret)) return false;
  if (detection.decoding.length > 0) return true;
  return detection.variant === other.detection.variant && other.range.from <= range.from && range.to <= other.range.to;
}

/** A token without anything in it that could begin another one. */
const ONE_TOKEN = /^[\w-]+$/;

/**
 * Whether a secret stands in the middle of a longer one, which is made by chance: an `AP9...` of a key's random part is
 * no key of another service. A password in an address is no part of it in this sense.
 */
function isByChance({ secret, range, detection }: Pending, other: Pending): boolean {
  if (detection.threat !== 'EXFIL' || detection.decoding.length > 0 || other.detection.decoding.length > 0)
    return false;
  const isInside = other.range.from < range.from && range.to <= other.range.to;
  const isLonger = other.secret.length > secret.length && other.secret.includes(secret);
  return isInside && isLonger && ONE_TOKEN.test(other.secret);
}

function keyOf(secret: string, decoding: readonly Disguise[]): string {
  return decoding.length > 0 ? `?${secret}` : secret;
}

function isSame(one: string, other: string): boolean {
  return one.includes(other) || other.includes(one);
}
