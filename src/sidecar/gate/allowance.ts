/** How much a group may ask, and how often it may break the rules. Times are in milliseconds. */
export const ALLOWANCE = {
  /** Requests at once; as many again come back within `refillMs`. A tool call of a model takes about a second. */
  requests: 30,
  refillMs: 60_000,
  /** Violations within `violationsMs` after which a group is cut off for `cutOffMs`. */
  violations: 20,
  violationsMs: 10 * 60_000,
  cutOffMs: 10 * 60_000,
} as const;

/** What one agent group has used of its allowance. Its memory is bounded by the numbers above. */
export class GroupAllowance {
  #requests: number = ALLOWANCE.requests;
  #refilledAt: number;
  #violations: number[] = [];
  #cutOffUntil = -Infinity;

  /** @param now Monotonic time, as in every method. */
  constructor(now: number) {
    this.#refilledAt = now;
  }

  /** How long the group is still cut off; 0 when it is not. */
  cutOffMs(now: number): number {
    return Math.max(0, this.#cutOffUntil - now);
  }

  /** Takes one request; false when there is none left. */
  take(now: number): boolean {
    const passed = now - this.#refilledAt;
    this.#refilledAt = now;
    const refilled = this.#requests + (passed * ALLOWANCE.requests) / ALLOWANCE.refillMs;
    this.#requests = Math.min(ALLOWANCE.requests, refilled);
    if (this.#requests < 1) return false;
    this.#requests--;
    return true;
  }

  /** Counts a violation; true when it was one too many and the group is cut off from now on. */
  violate(now: number): boolean {
    this.#violations = [...this.#violations.filter((at) => now - at < ALLOWANCE.violationsMs), now];
    if (this.#violations.length < ALLOWANCE.violations) return false;
    this.#violations = [];
    this.#cutOffUntil = now + ALLOWANCE.cutOffMs;
    return true;
  }
}
