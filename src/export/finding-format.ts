import type { Finding } from '../findings/finding.js';

/**
 * A form in which findings leave for other programs. It is written piece by piece, so that any number of findings takes
 * the same memory: the head, each finding, the tail. An instance writes one document.
 */
export interface FindingFormat {
  /** What stands before the first finding. */
  readonly head: string;
  /** A finding, with whatever sets it apart from the one before. */
  finding(finding: Finding): string;
  /** What stands behind the last finding. */
  tail(): string;
}

/** Who speaks: formats for other systems name the program that found something, and its rules. */
export interface Producer {
  /** Version of this program. */
  readonly version: string;
  /** What a pattern looks for, in English; undefined when there is no such rule or several that differ. */
  readonly about: (pattern: string) => string | undefined;
}

/** The program as other systems list it. */
export const PRODUCT = { vendor: 'NanoClaw', name: 'Traffic Guardian' } as const;
