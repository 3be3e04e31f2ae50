import type { ReportSeverity } from './report-data.js';

/** What a page tells of an incident: something came in, and soon after it something left the same agent group. */
export interface IncidentStory {
  readonly agent: string;
  /** ISO 8601. */
  readonly began: string;
  readonly ended: string;
  readonly severity: ReportSeverity;
  /** In the order of time. */
  readonly events: readonly IncidentStep[];
}

export interface IncidentStep {
  readonly direction: 'outbound' | 'inbound';
  /** ISO 8601. */
  readonly at: string;
  readonly pattern: string;
  readonly dest: string;
  readonly snippet: string;
  readonly count: number;
}
