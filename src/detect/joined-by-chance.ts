import type { View } from './disguise/view.js';
import { isWordy } from './checks/words.js';

/** Name and sign in front of the value: `api_key=`, `"token": "`. */
const UP_TO_VALUE = /^[\w.-]*["']?[\s:=?>]*["'`]?/;

/**
 * Whether a value that was put together from several fields is only what stood side by side. Of a random secret no
 * piece reads as a word; where a program says `token: request.token` and an identifier follows, one does.
 *
 * @param start Where the match begins in the view, its name included.
 */
export function isJoinedByChance({ pass, edits, text }: View, start: number, end: number): boolean {
  if (pass !== 'fields') return false;
  const { bytes } = text;
  const seams = edits.seamsIn(start, end);
  return [start, ...seams].some((from, i) => {
    const piece = Buffer.from(bytes.subarray(from, seams[i] ?? end)).toString('latin1');
    return isWordy(i === 0 ? piece.replace(UP_TO_VALUE, '') : piece);
  });
}
