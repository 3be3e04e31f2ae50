import { disguiseNumber } from './disguise.js';
import type { ViewBuilder } from './view.js';

const PADDING = disguiseNumber('padding');
/**
 * Shorter runs of blanks are layout. Rules look over them within their window; a few runs of this length use it up.
 */
const MIN_RUN = 128;

const SPACE = 0x20;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BACKSLASH = 0x5c;
const BLANK = new Uint8Array(256);
for (const char of ' \t\n\v\f\r') BLANK[char.charCodeAt(0)] = 1;
/** Behind these a shell reads on in the next line. */
const GOES_ON = new Set(Buffer.from('|&\\'));

/**
 * Shortens long runs of blanks, which push the parts of a command further apart than a rule reaches:
 * `curl http://host` and `| sh` with three thousand spaces between them. Lines that a backslash continues count as blank.
 *
 * @returns whether any were shortened.
 */
export function padding(source: Buffer, out: ViewBuilder): boolean {
  let copied = 0;
  // No long run lies between two looks that are as far apart as it is long.
  for (let look = MIN_RUN - 1; look < source.length; look += MIN_RUN) {
    if (!isBlank(source, look)) continue;
    let from = look;
    let to = look + 1;
    while (from > copied && isBlank(source, from - 1)) from--;
    while (to < source.length && isBlank(source, to)) to++;
    if (to - from >= MIN_RUN) {
      out.between(source, copied, from);
      const begin = out.length;
      out.byte(standIn(source, from, to));
      out.edited(PADDING, begin, from, to);
      copied = to;
    }
    look = Math.max(look, to - 1);
  }
  if (out.edits.size === 0) return false;
  out.between(source, copied, source.length, true);
  return true;
}

/** Lines stay lines, because what stands in another line is another command, unless the shell would read on. */
function standIn(source: Buffer, from: number, to: number): number {
  const line = source.indexOf(NEWLINE, from);
  if (line === -1 || line >= to) return SPACE;
  const isContinued = source[line - 1] === BACKSLASH || GOES_ON.has(source[from - 1] ?? 0);
  return isContinued ? SPACE : NEWLINE;
}

function isBlank(source: Buffer, at: number): boolean {
  const byte = source[at]!;
  if (byte !== BACKSLASH) return BLANK[byte] === 1;
  return source[at + 1] === NEWLINE || source[at + 1] === RETURN;
}
