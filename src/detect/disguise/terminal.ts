import { disguiseNumber } from './disguise.js';
import type { ViewBuilder } from './view.js';

const TERMINAL = disguiseNumber('terminal');

const ESCAPE = 0x1b;
const BACKSPACE = 0x08;
const BELL = 0x07;
const BACKSLASH = 0x5c;

/** Parameters of a colour are a few bytes, a link's address or a window's title some hundred: more is no sequence. */
const MAX_SEQUENCE = 64;
const MAX_STRING = 2_048;

/**
 * Takes out what a terminal does not show: control sequences (ECMA-48: colours, places of the cursor), strings for the
 * terminal itself (titles, links), and letters that a backspace takes back. `grep --color` and most build tools put a
 * colour right before what they show, where it looks like a letter of it: `\e[31mAKIA...`.
 *
 * @returns whether anything was taken out.
 */
export function terminal(source: Buffer, out: ViewBuilder): boolean {
  let escape = source.indexOf(ESCAPE);
  let backspace = source.indexOf(BACKSPACE);
  let copied = 0;
  while (escape !== -1 || backspace !== -1) {
    const isEscape = escape !== -1 && (backspace === -1 || escape < backspace);
    const at = isEscape ? escape : backspace - 1;
    const next = isEscape ? sequenceEnd(source, escape) : backspace + 1;
    if (next > at + 1 && at >= copied) {
      out.between(source, copied, at);
      out.edited(TERMINAL, out.length, at, next);
      copied = next;
    }
    const from = Math.max(next, at + 1);
    if (escape !== -1 && escape < from) escape = source.indexOf(ESCAPE, from);
    if (backspace !== -1 && backspace < from) backspace = source.indexOf(BACKSPACE, from);
  }
  if (out.edits.size === 0) return false;
  out.between(source, copied, source.length, true);
  return true;
}

/** Where a sequence that begins at an escape ends; right behind the escape when it is none. */
function sequenceEnd(source: Buffer, at: number): number {
  const kind = source[at + 1] ?? 0;
  switch (String.fromCharCode(kind)) {
    case '[':
      return controlEnd(source, at);
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
      return stringEnd(source, at);
    default:
      // ECMA-35: intermediate bytes, then a final one; without any it is a sequence of two bytes.
      if (kind >= 0x20 && kind <= 0x2f) return isBetween(source[at + 2], 0x30, 0x7e) ? at + 3 : at + 1;
      return isBetween(kind, 0x30, 0x7e) ? at + 2 : at + 1;
  }
}

/** ECMA-48, section 5.4: parameter bytes, intermediate bytes, a final byte. */
function controlEnd(source: Buffer, at: number): number {
  let end = at + 2;
  while (isBetween(source[end], 0x20, 0x3f) && end < at + MAX_SEQUENCE) end++;
  return isBetween(source[end], 0x40, 0x7e) ? end + 1 : at + 1;
}

/** ECMA-48, section 5.6: a string ends with ST; xterm also takes BEL. */
function stringEnd(source: Buffer, at: number): number {
  const limit = Math.min(source.length, at + MAX_STRING);
  for (let end = at + 2; end < limit; end++) {
    if (source[end] === BELL) return end + 1;
    if (source[end] === ESCAPE) return source[end + 1] === BACKSLASH ? end + 2 : at + 1;
  }
  return at + 1;
}

function isBetween(byte: number | undefined, first: number, last: number): boolean {
  return byte !== undefined && byte >= first && byte <= last;
}
