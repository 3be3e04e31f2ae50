import { readIncidents } from '../../findings/incidents/read-incidents.js';
import type { FindingsQuery } from '../../findings/journal/query/findings-query.generated.js';
import { queryFindings } from '../../findings/journal/query/query.js';
import { MAX_INCIDENTS } from './answer-schemas.js';
import type { FindingsAnswer } from './answers.js';

/**
 * Answers a query from a journal, of a running Guardian or of one that was stopped.
 *
 * @throws GuardianError as the query does.
 */
export async function findingsAnswer(folder: string, query: FindingsQuery): Promise<FindingsAnswer> {
  const { findings, nextCursor, scanned } = await queryFindings(folder, query);
  return {
    findings,
    ...(nextCursor === undefined ? {} : { nextCursor }),
    skippedLines: scanned.skippedLines,
    ...(query.incidents === true && { incidents: (await readIncidents(folder, query, MAX_INCIDENTS)).incidents }),
  };
}
