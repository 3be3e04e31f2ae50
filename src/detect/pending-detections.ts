import type { Range } from './disguise/edit-list.js';
import { GENERIC } from './found-ranges.js';
import { MAX_OF_A_RULE, nameOf, type ReportedDetections, type RuleName } from './reported-detections.js';
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
  readonly #ofRule = new Map<string, Set<string>>();
  #flooded = false;

  /** Whether so much was found that a rule did not look at the rest. */
  get flooded(): boolean {
    return this.#flooded;
  }

  /** Whether a rule has found as much as it may. */
  isFull(rule: RuleName): boolean {
    const isFull = (this.#ofRule.get(nameOf(rule))?.size ?? 0) >= MAX_OF_A_RULE;
    this.#flooded ||= isFull;
    return isFull;
  }

  /** Whether a rule has found this already, disguised or in plain sight as it is now. */
  has(rule: RuleName, secret: string, isDisguised: boolean): boolean {
    return this.#ofRule.get(nameOf(rule))?.has(keyOf(secret, isDisguised)) === true;
  }

  add(pending: Pending): void {
    const { secret, detection } = pending;
    const name = nameOf(detection);
    let known = this.#ofRule.get(name);
    if (known === undefined) this.#ofRule.set(name, (known = new Set()));
    known.add(keyOf(secret, detection.decoding.length > 0));
    this.#all.push(pending);
  }

  /** Reports each thing once, by its best name. */
  reportTo(reported: ReportedDetections): void {
    const alike = this.#byPattern();
    const exfil = this.#all.filter(({ detection: { pattern, threat } }) => pattern !== GENERIC && threat === 'EXFIL');
    for (const pending of this.#all) {
      const { secret, detection, report } = pending;
      const { pattern } = detection;
      if (alike.get(pattern)?.some((other) => isPart(pending, other)) === true) continue;
      // A rule that knows the kind of a secret names it better.
      if (pattern === GENERIC && exfil.some((other) => isSame(other.secret, secret))) continue;
      if (reported.admit(detection)) report(detection);
    }
  }

  #byPattern(): ReadonlyMap<string, readonly Pending[]> {
    const alike = new Map<string, Pending[]>();
    for (const pending of this.#all) {
      const { pattern } = pending.detection;
      const others = alike.get(pattern);
      if (others === undefined) alike.set(pattern, [pending]);
      else others.push(pending);
    }
    return alike;
  }
}

/**
 * Whether one of two findings of a pattern is but a part of the other: of a secret that was put together from pieces
 * the whole is the finding, and `.ssh/id_rsa` is not the file `id_rsa` as well.
 */
function isPart({ secret, range, detection }: Pending, other: Pending): boolean {
  if (other.secret.length <= secret.length || !other.secret.includes(secret)) return false;
  if (detection.decoding.length > 0) return true;
  return detection.variant === other.detection.variant && other.range.from <= range.from && range.to <= other.range.to;
}

function keyOf(secret: string, isDisguised: boolean): string {
  return isDisguised ? `?${secret}` : secret;
}

function isSame(one: string, other: string): boolean {
  return one.includes(other) || other.includes(one);
}
