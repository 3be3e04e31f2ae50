/** What stands in front of a match in its line. */
export function lineBefore(before: string): string {
  return before.slice(before.lastIndexOf('\n') + 1);
}

/** What stands behind a match in its line. */
export function lineBehind(after: string): string {
  return after.split('\n', 1)[0] ?? '';
}

/** How much of either side is looked at, in bytes. */
const NEAR = 16;
/** Texts that are scanned together are parted by a line with a zero. */
export const TEXT_BORDER = '\0\n';

/** Control characters that stand in texts: tab, line ends, form feed, and escape, with which terminals are coloured. */
const CONTROLS_IN_TEXT = new Set([9, 10, 12, 13, 0x1b]);

/**
 * Whether a match stands in UTF-8 text, and not by chance among the bytes of an archive or a picture: a megabyte of
 * random bytes holds a directional mark with a bracket beside it in three of a hundred cases.
 *
 * @param match One character a byte.
 */
export function standsInText(match: {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}): boolean {
  const before = match.before.slice(match.before.lastIndexOf(TEXT_BORDER) + 1).slice(-NEAR);
  const near = before + match.text.slice(0, NEAR) + match.after.slice(0, NEAR);
  return strangeBytes(Buffer.from(near, 'latin1')) <= near.length / 8;
}

/** Bytes that are no UTF-8, characters that were cut off at either end left aside, and controls that texts have not. */
function strangeBytes(bytes: Uint8Array): number {
  let strange = 0;
  let i = 0;
  while (i < 3 && isContinuation(bytes[i])) i++;
  while (i < bytes.length) {
    const byte = bytes[i] ?? 0;
    i++;
    if (byte < 0x80) {
      if ((byte < 0x20 && !CONTROLS_IN_TEXT.has(byte)) || byte === 0x7f) strange++;
      continue;
    }
    const wanted = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    let had = 0;
    while (had < wanted && isContinuation(bytes[i])) {
      had++;
      i++;
    }
    if (wanted === 0 || (had < wanted && i < bytes.length)) strange += 1 + had;
  }
  return strange;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
