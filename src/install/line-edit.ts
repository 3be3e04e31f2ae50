import type { Line, Place } from './seams.js';

/** Every line that we put anywhere names the Guardian; nothing of NanoClaw's does. */
const OURS = 'traffic-guardian';

/**
 * Puts lines into the text of a file. What an earlier installation put there is taken out first, so that the result is
 * the same however often it is done.
 *
 * @returns the new text, or the line for which no place was found.
 */
export function withLines(
  text: string,
  lines: readonly Line[],
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly missing: Line } {
  let result = withoutLines(text);
  for (const line of lines) {
    const changed = withLine(result, line);
    if (changed === undefined) return { ok: false, missing: line };
    result = changed;
  }
  return { ok: true, text: result };
}

/** Takes every line of ours out of a text. */
export function withoutLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes(OURS))
    .join('\n');
}

function withLine(text: string, { text: added, places }: Line): string | undefined {
  for (const place of places) {
    // A file that has no line end at its end is to have none again when the line is taken out.
    if (place.at === 'end') return text === '' || text.endsWith('\n') ? `${text}${added}\n` : `${text}\n${added}`;
    const rows = text.split('\n');
    const found = rows.findIndex((row) => place.anchor.test(row));
    if (found === -1) continue;
    rows.splice(rowFor(place, rows, found), 0, `${indentationOf(place, rows[found] ?? '')}${added}`);
    return rows.join('\n');
  }
  return undefined;
}

function rowFor(place: Exclude<Place, { at: 'end' }>, rows: readonly string[], found: number): number {
  if (place.at === 'before') return aboveComment(rows, found);
  if (place.at === 'after') return found + 1;
  // The statement may be broken over several rows; it ends where a row does with a semicolon.
  const end = rows.findIndex((row, index) => index >= found && row.endsWith(';'));
  return (end === -1 ? found : end) + 1;
}

/** A comment stays with the line that it speaks of. */
function aboveComment(rows: readonly string[], found: number): number {
  const isComment = rows[found - 1]?.trimStart().startsWith('//') ?? false;
  return isComment ? aboveComment(rows, found - 1) : found;
}

/** As deep as the line beside it, and one step deeper behind one that opens a block. */
function indentationOf({ at }: Exclude<Place, { at: 'end' }>, row: string): string {
  const own = /^\s*/.exec(row)?.[0] ?? '';
  return at === 'after' && row.trimEnd().endsWith('{') ? `${own}  ` : own;
}
