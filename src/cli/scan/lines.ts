/** A longer line is not one case but a mistake; it would have to be held in memory whole. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** A line without its end, or the mark of one that was too long to hold. */
export type Line = { readonly kind: 'line'; readonly bytes: Buffer } | { readonly kind: 'too-long' };

/**
 * The lines of a stream. Only a line feed ends one: a JSON text may well contain the separators of Unicode, at which
 * Node's own readline would cut it.
 */
export async function* linesOf(stream: AsyncIterable<Buffer>, maxBytes = MAX_LINE_BYTES): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let length = 0;
  let tooLong = false;
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      const last = chunk.subarray(from, end);
      yield tooLong || length + last.length > maxBytes
        ? { kind: 'too-long' }
        : { kind: 'line', bytes: withoutReturn(Buffer.concat([...pieces, last])) };
      [pieces, length, tooLong, from] = [[], 0, false, end + 1];
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    tooLong ||= length > maxBytes;
    if (tooLong) pieces = [];
    else if (rest.length > 0) pieces.push(rest);
  }
  if (tooLong) yield { kind: 'too-long' };
  else if (length > 0) yield { kind: 'line', bytes: withoutReturn(Buffer.concat(pieces)) };
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === 13 ? line.subarray(0, -1) : line;
}
