import { readAt, type JournalFileHandle } from './file-handle.js';

/** Whole lines of a file, each with its line end. */
export interface Block {
  /** Valid until the next block is asked for. */
  readonly bytes: Buffer;
  /** Where they stand in the file. */
  readonly offset: number;
  /** Lines passed over since the last block because they are longer than a block. */
  readonly skippedLines: number;
}

type Readable = Pick<JournalFileHandle, 'read'>;

const LF = 10;
const NOTHING = Buffer.alloc(0);

/**
 * Above the longest line. One block is looked at without a pause, so this also bounds how long the event loop waits:
 * 0.1 ms for a search, up to 3 ms when every line is parsed. Larger blocks are not faster.
 */
const BLOCK_BYTES = 256 * 1024;

/**
 * Reads the lines of `[0, end)` from the end, in blocks. Bytes behind the last line end are left out: they are a line
 * that is being written.
 */
export async function* backwardBlocks(handle: Readable, end: number): AsyncGenerator<Block, void, undefined> {
  const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let skippedLines = 0;
  for (let to = end; to > 0;) {
    const from = Math.max(0, to - buffer.length);
    const length = await readAt(handle, buffer, to - from, from);
    // The file was emptied under our eyes (retention); nothing older is left either.
    if (length < to - from) return;
    const lastEnd = buffer.subarray(0, length).lastIndexOf(LF);
    // The front of the block is the rest of a line that begins earlier, and is read again with it.
    const start = from === 0 ? 0 : buffer.subarray(0, length).indexOf(LF) + 1;
    if (lastEnd === -1) {
      to = from;
    } else if (start > lastEnd) {
      // One line end, and its line begins before the block. When nothing follows it the line does not fit a block.
      const isLong = lastEnd === length - 1;
      if (isLong) skippedLines++;
      to = isLong ? from : from + lastEnd + 1;
    } else {
      yield { bytes: buffer.subarray(start, lastEnd + 1), offset: from + start, skippedLines };
      skippedLines = 0;
      to = from + start;
    }
  }
  if (skippedLines > 0) yield { bytes: NOTHING, offset: 0, skippedLines };
}

/** Reads the lines of `[start, end)` in blocks. Bytes behind the last line end are left out. */
export async function* forwardBlocks(
  handle: Readable,
  start: number,
  end: number,
): AsyncGenerator<Block, void, undefined> {
  const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let skippedLines = 0;
  let insideLong = false;
  for (let at = start; at < end;) {
    const length = await readAt(handle, buffer, Math.min(buffer.length, end - at), at);
    if (length === 0) break;
    const block = buffer.subarray(0, length);
    const lastEnd = block.lastIndexOf(LF);
    if (lastEnd === -1) {
      if (length < buffer.length) break;
      if (!insideLong) skippedLines++;
      insideLong = true;
      at += length;
    } else {
      const first = insideLong ? block.indexOf(LF) + 1 : 0;
      insideLong = false;
      if (first <= lastEnd) yield { bytes: block.subarray(first, lastEnd + 1), offset: at + first, skippedLines };
      skippedLines = first <= lastEnd ? 0 : skippedLines;
      at += lastEnd + 1;
    }
  }
  if (skippedLines > 0) yield { bytes: NOTHING, offset: end, skippedLines };
}
