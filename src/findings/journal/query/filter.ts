import { GuardianError } from '../../../text/guardian-error.js';
import { sayingsOf, validatorOf } from '../../../validation/validator.js';
import { severities, type Direction, type Finding, type Severity, type ThreatType } from '../../finding.js';
import { findingsQuerySchema, type FindingsQuery } from './findings-query.generated.js';

/** The conditions of a query, without where to begin, how many, and what else to tell. */
export type FindingsConditions = Omit<FindingsQuery, 'limit' | 'cursor' | 'incidents'>;

/** Conditions in the form that lines are compared with. What is absent holds for every finding. */
export interface Filter {
  /** ISO 8601 in UTC with milliseconds, as findings are written, so that they compare as text. */
  readonly since?: string;
  readonly until?: string;
  readonly threatType?: ThreatType;
  readonly pattern?: string;
  readonly severities?: readonly Severity[];
  readonly direction?: Direction;
  /** In lower case. */
  readonly dest?: string;
  readonly agent?: string;
}

const checkQuery = validatorOf<FindingsQuery>(findingsQuerySchema);

/**
 * Validates a query and makes its filter.
 *
 * @throws GuardianError `journal.query_invalid` names every wrong field; `journal.time_order` when `since` is after
 *   `until`.
 */
export function filterOf(query: FindingsQuery): Filter {
  const checked = checkQuery(query);
  if (!checked.ok) {
    const problems = sayingsOf(checked.problems);
    throw new GuardianError({ code: 'journal.query_invalid', args: { problems } });
  }
  const { threatType, pattern, direction, agent, dest } = query;
  const since = utc('since', query.since);
  const until = utc('until', query.until);
  if (since !== undefined && until !== undefined && since > until) {
    throw new GuardianError({ code: 'journal.time_order', args: { since, until } });
  }
  const allowed = severitiesOf(query);
  return {
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(threatType !== undefined && { threatType }),
    ...(pattern !== undefined && { pattern }),
    ...(allowed.length < severities.length && { severities: allowed }),
    ...(direction !== undefined && { direction }),
    ...(dest !== undefined && { dest: dest.toLowerCase() }),
    ...(agent !== undefined && { agent }),
  };
}

/**
 * Whether a finding fits. A finding that was repeated covers the time from its first to its last occurrence and fits
 * when the two ranges meet.
 */
export function fits(filter: Filter, finding: Finding): boolean {
  const { threatType, pattern, severities: allowed, direction, dest, agent } = filter;
  return (
    fitsTime(filter, finding.timestamp, finding.last_seen ?? finding.timestamp) &&
    (threatType === undefined || finding.threat_type === threatType) &&
    (pattern === undefined || finding.pattern === pattern) &&
    (allowed === undefined || allowed.includes(finding.severity)) &&
    (direction === undefined || finding.direction === direction) &&
    (dest === undefined || finding.dest.toLowerCase().includes(dest)) &&
    (agent === undefined || finding.agent === agent)
  );
}

/** Whether the time from `first` to `last` meets the filter's. */
export function fitsTime({ since, until }: Filter, first: string, last: string): boolean {
  return (since === undefined || last >= since) && (until === undefined || first <= until);
}

function severitiesOf({ severity = [], minSeverity = 'low' }: FindingsQuery): readonly Severity[] {
  const enough = severities.slice(severities.indexOf(minSeverity));
  return severity.length === 0 ? enough : enough.filter((each) => severity.includes(each));
}

function utc(field: string, time: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  const at = Date.parse(time);
  // The format allows a leap second, and years beyond four digits arise from time zones; neither compares as text.
  const text = Number.isNaN(at) ? '' : new Date(at).toISOString();
  if (text.length === 24) return text;
  throw new GuardianError({ code: 'journal.time_invalid', args: { field } });
}
