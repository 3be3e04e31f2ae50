import { isNameByte } from './letters.js';
import { isQuote, MAX_QUOTED, separates } from './shell-word.js';

/** Nothing that a word becomes is longer: what is longer is no part of a command's name. */
export const MAX_VALUE = 256;

/** Reads what stands behind a `$` or in backticks at an offset. */
export type Expand = (source: Buffer, at: number) => { text: string; end: number } | undefined;

/** A word as a shell reads it, and where it ends. */
export interface ShellWord {
  readonly text: string;
  readonly end: number;
  /** Of how many pieces it was put together: `"c""u"rl` has three. */
  readonly pieces: number;
}

const SINGLE = 0x27;
const DOUBLE = 0x22;
const BACKSLASH = 0x5c;
const DOLLAR = 0x24;
const BACKTICK = 0x60;
/** What ends a word or has a meaning of its own outside of quotes. */
const ENDS_WORD = '<>{}';

/**
 * Reads one word of a command the way a shell does: quotes and backslashes taken off, what is expanded filled in.
 *
 * @param until The word ends in front of this byte, too.
 * @returns undefined when there is none, it is too long, or what it becomes is not known.
 */
export function readWord(source: Buffer, from: number, expand: Expand, until = -1): ShellWord | undefined {
  const limit = Math.min(source.length, from + MAX_QUOTED);
  let text = '';
  let pieces = 0;
  let isBare = false;
  let at = from;
  while (at < limit) {
    const byte = source[at]!;
    if (byte === until || (byte !== BACKTICK && separates(byte)) || ENDS_WORD.includes(String.fromCharCode(byte)))
      break;
    if (isQuote(byte)) {
      const quoted = byte === SINGLE ? readSingle(source, at + 1, limit) : readDouble(source, at + 1, limit, expand);
      if (quoted === undefined) return undefined;
      text += quoted.text;
      at = quoted.end;
      pieces++;
      isBare = false;
    } else if (byte === DOLLAR || byte === BACKTICK) {
      const isQuoted = byte === DOLLAR && isQuote(source[at + 1] ?? -1);
      const expanded = isQuoted ? { text: '', end: at + 1 } : expand(source, at);
      if (expanded === undefined) return undefined;
      text += expanded.text;
      at = expanded.end;
      pieces++;
      isBare = false;
    } else {
      if (byte === BACKSLASH) at++;
      if (at >= limit) return undefined;
      text += String.fromCharCode(source[at++]!);
      if (!isBare) pieces++;
      isBare = true;
    }
    if (text.length > MAX_VALUE) return undefined;
  }
  if (at === from || (at === limit && limit < source.length)) return undefined;
  return { text, end: at, pieces };
}

function readSingle(source: Buffer, from: number, limit: number): { text: string; end: number } | undefined {
  let close = from;
  while (close < limit && source[close] !== SINGLE) close++;
  return close === limit ? undefined : { text: source.toString('latin1', from, close), end: close + 1 };
}

function readDouble(
  source: Buffer,
  from: number,
  limit: number,
  expand: Expand,
): { text: string; end: number } | undefined {
  let text = '';
  for (let at = from; at < limit && text.length <= MAX_VALUE;) {
    const byte = source[at]!;
    if (byte === DOUBLE) return { text, end: at + 1 };
    if (byte === BACKTICK || (byte === DOLLAR && begins(source[at + 1] ?? -1))) {
      const expanded = expand(source, at);
      if (expanded === undefined) return undefined;
      text += expanded.text;
      at = expanded.end;
    } else {
      // In double quotes a backslash stays in front of everything but these.
      if (byte === BACKSLASH && '"\\$`'.includes(String.fromCharCode(source[at + 1] ?? 0))) at++;
      text += String.fromCharCode(source[at++] ?? 0);
    }
  }
  return undefined;
}

/** Whether something is expanded in double quotes where this stands behind a `$`. */
function begins(byte: number): boolean {
  return isNameByte(byte) || '{(@*!?#'.includes(String.fromCharCode(byte));
}
