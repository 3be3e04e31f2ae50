/** Shortest run of letters and digits that can hold something encoded: `rm -rf /` takes twelve letters of base64. */
export const MIN_RUN = 12;
/** Wrapped lines are joined when the line so far is at least this long. */
const MIN_LINE = 16;

const WORD = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') WORD[char.charCodeAt(0)] = 1;

/** Whether a byte is of one of the base64 alphabets. */
export function isWord(byte: number): boolean {
  return WORD[byte] === 1;
}

/**
 * Finds the runs of base64 letters in a text that are long enough to hold something, including runs that are wrapped
 * into lines. Looks at every sixth byte or so, because a run of twelve covers at least one of them.
 *
 * @param found Called with the range of a run, line ends included.
 */
export function findRuns(source: Uint8Array, found: (from: number, to: number, wrapped: boolean) => void): void {
  const end = source.length;
  let at = MIN_RUN - 1;
  while (at < end) {
    if (WORD[source[at]!] === 0) {
      at += MIN_RUN;
      continue;
    }
    let from = at;
    while (from > 0 && WORD[source[from - 1]!] === 1) from--;
    let to = at + 1;
    while (to < end && WORD[source[to]!] === 1) to++;
    if (to - from >= MIN_RUN) {
      let line = from;
      let wrapped = false;
      while (to - line >= MIN_LINE) {
        const next = lineStart(source, to);
        if (next === -1) break;
        line = next;
        wrapped = true;
        to = next;
        while (to < end && WORD[source[to]!] === 1) to++;
      }
      found(from, to, wrapped);
    }
    at = to + MIN_RUN;
  }
}

/** Where the next line's letters begin when the line ends here, or -1. */
function lineStart(source: Uint8Array, at: number): number {
  let next = at;
  if (source[next] === 0x0d) next++;
  if (source[next] !== 0x0a) return -1;
  next++;
  while (next < at + 10 && (source[next] === 0x20 || source[next] === 0x09)) next++;
  return next < source.length && WORD[source[next]!] === 1 ? next : -1;
}
