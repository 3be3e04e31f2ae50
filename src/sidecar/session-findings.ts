import type { Finding, RecordedFinding } from '../findings/finding.js';
import type { FindingsJournal } from '../findings/journal/journal.js';
import { isRedactedSnippet } from '../findings/redacted-snippet.js';
import type { Suppressions } from '../findings/suppression/suppressions.js';

/** What became of findings from transcripts. */
export interface SessionRecord {
  readonly recorded: number;
  /** Identifiers of those that were kept back because the operator has judged them. */
  readonly suppressed: readonly string[];
  /** Not taken by the journal, which is full or closed. */
  readonly lost: number;
}

/**
 * A finding from a transcript as it came from another process of this program; undefined when it is not one, or not
 * redacted.
 */
export function sessionFindingFrom(finding: Finding): RecordedFinding | undefined {
  const { protocol, snippet, id, count, decoding, ...rest } = finding;
  if (protocol !== 'session' || id === undefined || count === undefined || !isRedactedSnippet(snippet))
    return undefined;
  return { ...rest, protocol, id, count, snippet, ...(decoding === undefined ? {} : { decoding }) };
}

/** Writes findings from transcripts behind those of the traffic, unless they are suppressed. It waits for the disk. */
export async function recordSessionFindings(
  findings: readonly RecordedFinding[],
  { journal, suppressions }: { readonly journal: FindingsJournal; readonly suppressions: Suppressions },
): Promise<SessionRecord> {
  const suppressed = findings.filter((finding) => suppressions.take(finding)).map(({ id }) => id);
  const wanted = findings.filter(({ id }) => !suppressed.includes(id));
  const queued = wanted.filter((finding) => journal.append(finding).kind === 'queued').length;
  await journal.flush();
  return { recorded: queued, suppressed, lost: wanted.length - queued };
}
