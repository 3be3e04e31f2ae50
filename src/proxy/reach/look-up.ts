import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { LRUCache } from 'lru-cache';

/** Every address of a name, in the resolver's order. Rejects with the system's error when there is none. */
export type LookUp = (name: string) => Promise<readonly { address: string; family: number }[]>;

/**
 * A client opens several connections to a name at once; they share one answer. Milliseconds short enough that nothing is
 * missed: resolvers themselves keep answers for longer. What is dialled is always an address that was checked.
 */
const ANSWER_TTL_MS = 1_000;
const MAX_ANSWERS = 200;

/** The system's resolver. */
export function systemLookUp(): LookUp {
  const answers = new LRUCache<string, Promise<LookupAddress[]>>({ max: MAX_ANSWERS, ttl: ANSWER_TTL_MS });
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    const asked = lookup(name, { all: true, verbatim: true });
    answers.set(name, asked);
    asked.catch(() => answers.delete(name));
    return asked;
  };
}
