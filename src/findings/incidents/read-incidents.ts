import { DAY_MS } from '../../time/lengths.js';
import type { FindingsConditions } from '../journal/query/filter.js';
import { readLinesAsWritten } from '../journal/query/read-all.js';
import { IncidentFinder } from './incident-finder.js';
import type { Incident } from './incident.generated.js';

/** Which incidents: of this time and of this agent group. */
export type IncidentConditions = Pick<FindingsConditions, 'since' | 'until' | 'agent'>;

export interface IncidentsFound {
  /** The newest that there are, the newest first. */
  readonly incidents: readonly Incident[];
  /** How many there are in all. */
  readonly total: number;
}

/** How far back is looked when nothing else is said, in ms. */
const DEFAULT_SPAN_MS = 7 * DAY_MS;

/**
 * Reads a journal for incidents, line after line at flat memory.
 *
 * @param limit At most so many are returned.
 * @throws GuardianError as the query does.
 */
export async function readIncidents(
  folder: string,
  { since = new Date(Date.now() - DEFAULT_SPAN_MS).toISOString(), until, agent }: IncidentConditions,
  limit: number,
): Promise<IncidentsFound> {
  const finder = new IncidentFinder();
  let newest: Incident[] = [];
  let total = 0;
  const take = (ended: readonly Incident[]): void => {
    total += ended.length;
    newest = [...newest, ...ended].slice(-limit);
  };
  const conditions = {
    since,
    ...(until !== undefined && { until }),
    ...(agent !== undefined && { agent }),
    minSeverity: 'medium',
  } as const;
  for await (const finding of readLinesAsWritten(folder, conditions)) take(finder.take(finding));
  take(finder.close());
  return { incidents: newest.reverse(), total };
}
