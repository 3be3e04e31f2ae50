import type { FileHandle } from 'node:fs/promises';

/** A longer line is passed over: it would have to be held in memory whole. Pictures make the longest. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
const BLOCK_BYTES = 256 * 1024;

/** A line, or the mark of one that was too long, and where the next one begins. */
export type TranscriptLine =
  | { readonly kind: 'line'; readonly bytes: Buffer; readonly end: number; readonly complete: boolean }
  | { readonly kind: 'too-long'; readonly end: number };

/**
 * The lines of a file from one place to another. What stands behind the last line end comes last, as a line that is not
 * complete; of a line that is too long and not complete, its place is told all the same, so that nobody reads it again
 * and again.
 *
 * @param to Not beyond the file's size.
 * @throws the system error.
 */
export async function* transcriptLines(
  handle: FileHandle,
  from: number,
  to: number,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<TranscriptLine, void, undefined> {
  let pieces: Buffer[] = [];
  let length = 0;
  for (let at = from; at < to;) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(BLOCK_BYTES, to - at)), 0, undefined, at);
    if (bytesRead === 0) break;
    const block = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let end = block.indexOf(10); end !== -1; end = block.indexOf(10, start)) {
      length += end - start;
      const next = at + end + 1;
      if (length > maxLineBytes) yield { kind: 'too-long', end: next };
      else {
        pieces.push(block.subarray(start, end));
        yield { kind: 'line', bytes: Buffer.concat(pieces), end: next, complete: true };
      }
      [pieces, length, start] = [[], 0, end + 1];
    }
    at += bytesRead;
    length += block.length - start;
    if (length > maxLineBytes) pieces = [];
    else pieces.push(block.subarray(start));
    if (at >= to && length > maxLineBytes) yield { kind: 'too-long', end: at };
    else if (at >= to && length > 0) yield { kind: 'line', bytes: Buffer.concat(pieces), end: at, complete: false };
  }
}
