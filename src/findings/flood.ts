import type { FindingDraft } from './finding.js';
import { withOthers } from './redacted-snippet.js';

/** Values of one kind that are told apart in a window. More than that is no list that anybody reads. */
const TOLD_APART = 2_000;
/** Kinds that are counted at once; when there is one more, the one counted longest goes. */
const MAX_KINDS = 1_000;

/** How many different values of one kind went to one place since a time. */
interface Kind {
  readonly since: number;
  values: number;
}

/**
 * Recognises a flood: thousands of different values of one pattern between one agent group and one place. Whoever makes
 * up values could fill the journal with them in minutes, until what was found before is deleted to make room. Beyond a
 * bound they are one finding without a fingerprint, which counts them.
 */
export class Floods {
  readonly #windowMs: number;
  readonly #kinds = new Map<string, Kind>();
  #folded = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Occurrences that were counted together since the start. */
  get folded(): number {
    return this.#folded;
  }

  /**
   * Takes a value that no open window is for.
   *
   * @param now Time that only goes forward, in ms.
   * @returns what it is counted as when it is one too many, and under which name; undefined when it is told apart.
   */
  take(draft: FindingDraft, now: number): { readonly key: string; readonly draft: FindingDraft } | undefined {
    const { fingerprint, ...rest } = draft;
    if (fingerprint === undefined) return undefined;
    const { pattern, direction, severity, agent, dest } = draft;
    const key = JSON.stringify(['flood', pattern, direction, severity, siteOf(dest), agent]);
    const kind = this.#kindOf(key, now);
    if (kind.values < TOLD_APART) {
      kind.values++;
      return undefined;
    }
    this.#folded++;
    return { key, draft: { ...rest, snippet: withOthers(draft.snippet) } };
  }

  #kindOf(key: string, now: number): Kind {
    const known = this.#kinds.get(key);
    if (known !== undefined && now - known.since < this.#windowMs) return known;
    this.#kinds.delete(key);
    if (this.#kinds.size >= MAX_KINDS) {
      for (const oldest of this.#kinds.keys()) {
        this.#kinds.delete(oldest);
        break;
      }
    }
    const begun = { since: now, values: 0 };
    this.#kinds.set(key, begun);
    return begun;
  }
}

/** Whoever has a domain has any number of names below it, so its last two labels stand for all of them. */
function siteOf(dest: string): string {
  const host = dest.toLowerCase().replace(/:\d*$/, '');
  return /^[\d.]+$|^\[/.test(host) ? host : host.split('.').slice(-2).join('.');
}
