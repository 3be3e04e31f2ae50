import type { Finding } from './finding.generated.js';
import type { RedactedSnippet } from './redacted-snippet.js';

export type { Finding } from './finding.generated.js';

export type Direction = Finding['direction'];
export type Protocol = Finding['protocol'];
export type Severity = Finding['severity'];
export type ThreatType = Finding['threat_type'];

/** All severities, the least first. */
export const severities = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[];

/**
 * A finding as it is written: its snippet was composed by the redaction, and it has an identity. This is the only
 * thing that the journal accepts; what is read back is a plain {@link Finding} and cannot be written again.
 */
export interface RecordedFinding extends Readonly<Omit<Finding, 'snippet' | 'id' | 'count' | 'decoding'>> {
  readonly snippet: RedactedSnippet;
  /** UUID; every line about the same finding has it. */
  readonly id: string;
  /** How often it was seen in its dedup window, from 1. */
  readonly count: number;
  /** At most eight passes (the schema says so; the generated type spells it as a union of tuples). */
  readonly decoding?: readonly string[];
}

/** What a detector hands over: everything about one occurrence, before repeats are folded. */
export type FindingDraft = Omit<RecordedFinding, 'schema_version' | 'platform' | 'id' | 'count' | 'last_seen'>;
