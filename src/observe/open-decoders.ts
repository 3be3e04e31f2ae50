import { once } from './once.js';

/**
 * Decoders of bodies under way and of WebSockets, at most: for one agent group, and in all. Each keeps some 40 KB for as
 * long as its body or WebSocket takes. A connection of HTTP/2 has as many of them as its server allows, so that what bounds
 * connections does not bound them: a hundred each on forty connections took 560 MB. Those of bodies that have ended are for
 * `unpacking` to bound.
 */
const PER_AGENT = 1_000;
const IN_ALL = 4_000;

const open = new Map<string, number>();
let all = 0;

/** What this thread decodes of bodies that are under way. */
export const openDecoders = {
  /**
   * Takes places for so many decoders.
   *
   * @returns what gives them back, however often it is called; undefined when not so many are free.
   */
  take(agent: string, count: number): (() => void) | undefined {
    const taken = (open.get(agent) ?? 0) + count;
    if (taken > PER_AGENT || all + count > IN_ALL) return undefined;
    open.set(agent, taken);
    all += count;
    return once(() => {
      all -= count;
      const left = (open.get(agent) ?? 0) - count;
      if (left > 0) open.set(agent, left);
      else open.delete(agent);
    });
  },

  /** How many are open. */
  get count(): number {
    return all;
  },
};
