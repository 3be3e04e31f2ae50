/** One file of a checkout, before and after; undefined where there is none. */
export interface Change {
  /** Relative to the checkout, with slashes. */
  readonly file: string;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
  /** Whether only its owner may read it. */
  readonly isPrivate?: boolean;
}

/** Where a file is written before it takes its place: a name that can be found again when whoever wrote it was killed. */
export function temporaryFor(file: string): string {
  return `${file}.traffic-guardian.tmp`;
}

/** Whether a change would change anything. */
export function isReal({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return !before.equals(after);
}
