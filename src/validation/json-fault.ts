import type { Saying } from '../text/texts.js';
import { messageOf } from '../text/unknown-error.js';

/** What is wrong with a text that is not JSON. */
export function sayingOfJsonFault(text: string): Saying {
  return { code: 'config.not_json', args: { place: placeOfFault(text) } };
}

/**
 * Where a text stops being JSON, by line and column (both from 1), or that nothing but its end is missing.
 *
 * V8 names no place for the faults that people make most (a quote of the wrong kind, a comment, `True`), and quotes the
 * text around them, which may be a password. So the place is looked for: up to it, a text can be the beginning of JSON.
 */
function placeOfFault(text: string): Saying {
  if (canGoOn(text)) return { code: 'validation.place.end', args: {} };
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (canGoOn(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const before = text.slice(0, good).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { code: 'validation.place.line', args: { line: String(before.length), column: String(column) } };
}

/** Whether a text is JSON, or would be with more behind it: what is wrong with it is at its end. */
function canGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = messageOf(error);
    return /^Un(?:expected end|terminated)/.test(message) || message.includes(` position ${text.length}`);
  }
}
