import type { PatternFacts } from './pattern/facts.js';
import { readFacts, readNeighbours } from './pattern/written-facts.js';
import { facts, neighbours } from './rules/facts.generated.js';

let byDigest: ReadonlyMap<string, PatternFacts> | undefined;

/**
 * What was found out of an expression, by its digest, when the catalogue was generated. An expression that is not in there, because it
 * is none of the catalogue's or was changed since, has no facts: then they have to be made, which only takes longer.
 */
export function preparedFacts(digest: string): PatternFacts | undefined {
  byDigest ??= allFacts();
  return byDigest.get(digest);
}

function allFacts(): ReadonlyMap<string, PatternFacts> {
  const known = neighbours.map(readNeighbours);
  return new Map(facts.map((written) => [written[0], readFacts(written, known)]));
}
