import type { Finding } from '../findings/finding.js';
import type { LineCounter } from '../findings/journal/query/line-numbers.js';
import { readNewLines, tailCursor } from '../findings/journal/query/tail.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Place } from './place-file.js';

/** What lies ahead of a place, and the place behind it. */
export interface Ahead {
  readonly findings: readonly Finding[];
  readonly next: Place;
  /** Whether the journal ends there. */
  readonly atEnd: boolean;
}

/** The place where a sink begins. @throws GuardianError `journal.unreadable` */
export async function firstPlace(folder: string, end: 'oldest' | 'newest', lines: LineCounter): Promise<Place> {
  // The cursor first: lines that come between are numbered too high at worst, and the end of the journal puts it right.
  const cursor = await tailCursor(folder, end);
  const { first, end: behind } = await lines.count();
  return { cursor, line: end === 'oldest' ? first : behind, delivered: 0, refused: 0, lost: 0, resets: 0 };
}

/**
 * Reads the next findings. When retention was faster, it goes on with the oldest that is left and counts what was taken;
 * when the place is none of this journal (somebody replaced it), it begins anew.
 *
 * @throws GuardianError `journal.unreadable`
 */
export async function readAhead(folder: string, place: Place, limit: number, lines: LineCounter): Promise<Ahead> {
  try {
    const batch = await readNewLines(folder, place.cursor, limit);
    const line = place.line + batch.lines.length + batch.skippedLines;
    return { findings: batch.lines, next: { ...place, cursor: batch.cursor, line }, atEnd: !batch.full };
  } catch (error) {
    const code = error instanceof GuardianError ? error.code : undefined;
    if (code !== 'journal.cursor_expired' && code !== 'journal.cursor_invalid') throw error;
    const { cursor, line } = await firstPlace(folder, 'oldest', lines);
    const next =
      code === 'journal.cursor_expired'
        ? { ...place, cursor, line, lost: place.lost + Math.max(0, line - place.line) }
        : { ...place, cursor, line, resets: place.resets + 1 };
    return { findings: [], next, atEnd: false };
  }
}
