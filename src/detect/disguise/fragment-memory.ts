import { copiesOf, type Fragment } from './fragments.js';

/** How long a piece of a secret waits for the next one, in milliseconds. */
export const WINDOW_MS = 60_000;
/** Pieces remembered of one agent, and agents remembered. */
const MAX_FRAGMENTS = 32;
const MAX_AGENTS = 256;

interface Kept {
  readonly at: number;
  readonly fragment: Fragment;
}

/**
 * Remembers for a short while the last values that each agent sent, so that a secret that leaves in several requests is
 * seen as one. Bounded in number, size and time; what falls out is overwritten.
 */
export class FragmentMemory {
  readonly #agents = new Map<string, Kept[]>();
  readonly #now: () => number;

  /** @param now Milliseconds on a clock that does not jump. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** What an agent sent lately, oldest first. */
  of(agent: string): readonly Fragment[] {
    const kept = this.#agents.get(agent);
    if (kept === undefined) return [];
    const oldest = this.#now() - WINDOW_MS;
    while (kept.length > 0 && kept[0]!.at < oldest) forget(kept.shift());
    return kept.map(({ fragment }) => fragment);
  }

  /** Remembers the values of one message. @param fragments Beginnings and ends in it, by turns. */
  add(agent: string, source: Uint8Array, fragments: Uint32Array): void {
    if (fragments.length === 0) return;
    const kept = this.#agents.get(agent) ?? [];
    // The agent that was active last stands last; the first one is the first to go.
    this.#agents.delete(agent);
    this.#agents.set(agent, kept);
    const at = this.#now();
    for (const fragment of copiesOf(source, fragments.subarray(-2 * MAX_FRAGMENTS))) {
      kept.push({ at, fragment });
      if (kept.length > MAX_FRAGMENTS) forget(kept.shift());
    }
    for (const [name, old] of this.#agents) {
      if (this.#agents.size <= MAX_AGENTS) break;
      old.forEach(forget);
      this.#agents.delete(name);
    }
  }
}

function forget(kept: Kept | undefined): void {
  kept?.fragment.source.fill(0);
}
