/**
 * What a report page shows. Everything in it that came from traffic was made printable, and stays text on the page.
 */

/** All severities, the worst first: the order of legends and of stacked bars. */
export const SEVERITY_ORDER = ['critical', 'high', 'medium', 'low'] as const;

export type ReportSeverity = (typeof SEVERITY_ORDER)[number];

/** A finding as a row of the table. */
export interface ReportRow {
  /** ms since 1970, first and last time seen. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly severity: ReportSeverity;
  readonly direction: 'outbound' | 'inbound';
  readonly pattern: string;
  readonly agent: string;
  readonly dest: string;
  readonly snippet: string;
  /** Where in the message it stood and what was taken off; empty when not known. */
  readonly place: string;
}

/** Findings over time, in steps of equal length. */
export interface Timeline {
  /** Beginning of each step, ms since 1970. */
  readonly starts: readonly number[];
  readonly stepMs: number;
  readonly counts: Readonly<Record<ReportSeverity, readonly number[]>>;
}

/** How many findings have something in common. */
export interface RankedCount {
  readonly name: string;
  readonly findings: number;
}

/** The most frequent ones. */
export interface Ranking {
  readonly top: readonly RankedCount[];
  /** Findings of those that are not named. */
  readonly others: number;
}

/** Findings of a period, counted. */
export interface FindingsReport {
  readonly findings: number;
  /** With the repeats that were folded into them. */
  readonly occurrences: number;
  readonly bySeverity: Readonly<Record<ReportSeverity, number>>;
  readonly timeline: Timeline;
  readonly patterns: Ranking;
  readonly destinations: Ranking;
  readonly agents: Ranking;
  /** The newest findings, newest first. */
  readonly rows: readonly ReportRow[];
}

/** What the script of the page is given. */
export interface PageData {
  /** BCP 47, for numbers, times and order. */
  readonly locale: string;
  readonly timeline: Timeline;
  readonly rows: readonly ReportRow[];
  /** Texts; `{name}` in them is replaced by the script. */
  readonly words: PageWords;
}

export interface PageWords {
  readonly directions: Readonly<Record<'outbound' | 'inbound', string>>;
  /** Says `{shown}` of `{total}` findings. */
  readonly shown: string;
  /** Says `{page}` of `{pages}`. */
  readonly page: string;
}
