import { GrowingBytes } from '../http1/growing-bytes.js';
import type { HeaderField } from '../http1/head.js';
import { DelimiterFinder } from './delimiter.js';

/** What a {@link MultipartParser} finds, in the order of the bytes. Slices are valid only during the call. */
export interface MultipartEvents {
  /**
   * A part begins. Names keep their case; values are latin1, one character a byte. A line without a colon stands among
   * the fields with an empty name.
   */
  partHeaders(fields: readonly HeaderField[]): void;
  partData(slice: Uint8Array): void;
  partEnd(): void;
  /** Bytes of no part: before the first delimiter and behind the last, where readers are to ignore them. */
  outside(slice: Uint8Array): void;
  /** No more parts follow: the last delimiter was seen, or the body has ended. Told once. */
  done(): void;
  /** The bytes are not multipart (any more): what could not be told apart, and all that follows, is of no part. */
  broken(reason: string): void;
}

/** Most bytes of one part's header fields. */
export const MAX_PART_HEAD_BYTES = 64 * 1024;

const LF = 10;
const EMPTY: Buffer = Buffer.alloc(0);

/**
 * The start of a body counts as the start of a line, as does what follows a part's head: a delimiter may stand there
 * (RFC 2046 §5.1.1). So a line end that is not in the bytes is put in front of them.
 */
const LINE_START: Buffer = Buffer.from('\n');

type State = 'preamble' | 'delimiter-line' | 'head' | 'body' | 'epilogue' | 'broken';

/**
 * Finds the parts of a multipart body (RFC 2046 §5.1, for multipart/form-data RFC 7578), fed with any cut of its bytes.
 * Of a part's content only what could be the start of a delimiter is held back. Lines may end in LF alone.
 */
export class MultipartParser {
  readonly #events: MultipartEvents;
  readonly #finder: DelimiterFinder;
  #state: State = 'preamble';
  /** What could be the start of a delimiter; its first byte is not of the body while `#lineStart` is true. */
  #held: Buffer = LINE_START;
  #lineStart = true;
  readonly #line = new GrowingBytes();
  #lines: string[] = [];
  #headBytes = 0;
  /** Behind a delimiter, in its line, something else than white space was seen. */
  #junkInLine = false;
  #done = false;

  /** @param boundary As {@link boundaryOf} gives it. */
  constructor(boundary: string, events: MultipartEvents) {
    this.#events = events;
    this.#finder = new DelimiterFinder(boundary);
  }

  /** Takes the next bytes of the body. */
  feed(chunk: Uint8Array): void {
    let rest: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) {
      switch (this.#state) {
        case 'preamble':
        case 'body':
          rest = this.#feedContent(rest);
          break;
        case 'delimiter-line':
          rest = this.#feedDelimiterLine(rest);
          break;
        case 'head':
          rest = this.#feedHead(rest);
          break;
        case 'epilogue':
        case 'broken':
          this.#events.outside(rest);
          return;
      }
    }
  }

  /** The body has ended. A missing last delimiter is forgiven. */
  finish(): void {
    if (this.#state === 'broken') return;
    // In a head, the end of the body counts as a line end.
    if (this.#state === 'head' && this.#line.length > 0) this.#endHeadLine(this.#line.take());
    this.#finishHead();
    this.#pass(this.#held);
    if (this.#state === 'body') this.#events.partEnd();
    this.#state = 'epilogue';
    this.#held = EMPTY;
    this.#finishParts();
  }

  /**
   * Bytes of the body were lost. Inside a part's content the next delimiter is waited for: if some were lost, several
   * parts are taken for one. Inside a head the place is lost.
   */
  skip(bytes: number): void {
    if (this.#state === 'broken' || this.#state === 'epilogue' || bytes === 0) return;
    if (this.#state === 'head' || this.#state === 'delimiter-line') {
      this.#break('bytes lost');
      return;
    }
    this.#pass(this.#held);
    this.#held = EMPTY;
    this.#lineStart = false;
  }

  /** Content up to a delimiter: of a part, or before the first. */
  #feedContent(chunk: Buffer): Buffer {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const found = this.#finder.search(bytes, 0);
    this.#pass(bytes.subarray(0, found.dataEnd));
    if (found.kind === 'none') {
      // The chunk belongs to the caller and may be reused, so a copy is kept.
      this.#held = Buffer.from(bytes.subarray(found.dataEnd));
      return EMPTY;
    }
    if (this.#state === 'body') this.#events.partEnd();
    this.#afterDelimiter(found.last);
    return bytes.subarray(found.next);
  }

  #pass(bytes: Buffer): void {
    const slice = this.#lineStart ? bytes.subarray(1) : bytes;
    if (bytes.length > 0) this.#lineStart = false;
    if (slice.length === 0) return;
    if (this.#state === 'body') this.#events.partData(slice);
    else this.#events.outside(slice);
  }

  #afterDelimiter(last: boolean): void {
    this.#held = EMPTY;
    this.#lineStart = false;
    this.#state = last ? 'epilogue' : 'delimiter-line';
    this.#junkInLine = false;
    if (last) this.#finishParts();
  }

  /** White space may follow a delimiter in its line ("transport padding"); other bytes are of no part. */
  #feedDelimiterLine(chunk: Buffer): Buffer {
    const end = chunk.indexOf(LF);
    const line = end === -1 ? chunk : chunk.subarray(0, end);
    const junk = this.#junkInLine ? 0 : line.findIndex((byte) => byte !== 32 && byte !== 9 && byte !== 13);
    if (junk !== -1 && junk < line.length) {
      this.#junkInLine = true;
      this.#events.outside(line.subarray(junk));
    }
    if (end === -1) return EMPTY;
    this.#state = 'head';
    this.#lines = [];
    this.#headBytes = 0;
    return chunk.subarray(end + 1);
  }

  #feedHead(chunk: Buffer): Buffer {
    const end = chunk.indexOf(LF);
    const part = end === -1 ? chunk : chunk.subarray(0, end);
    this.#headBytes += part.length + (end === -1 ? 0 : 1);
    if (this.#headBytes > MAX_PART_HEAD_BYTES) {
      this.#break('part head too large');
      return chunk;
    }
    this.#line.append(part);
    if (end === -1) return EMPTY;
    this.#endHeadLine(this.#line.view());
    this.#line.clear();
    return chunk.subarray(end + 1);
  }

  #endHeadLine(line: Buffer): void {
    const text = textOf(line);
    if (text === '') {
      this.#startPart();
      return;
    }
    const delimiter = this.#finder.matchLine(line);
    if (delimiter === undefined) {
      this.#lines.push(text);
      return;
    }
    // A part that has no empty line, and so no content.
    this.#startPart();
    this.#events.partEnd();
    this.#afterDelimiter(delimiter.last);
    const rest = Buffer.concat([line.subarray(delimiter.next), LINE_START]);
    if (delimiter.last) this.#events.outside(rest);
    else this.#feedDelimiterLine(rest);
  }

  #startPart(): void {
    this.#state = 'body';
    this.#held = LINE_START;
    this.#lineStart = true;
    this.#events.partHeaders(fieldsOf(this.#lines));
    this.#lines = [];
    this.#line.clear();
  }

  /** A part whose head the body ended in has no content. */
  #finishHead(): void {
    if (this.#state === 'head') this.#startPart();
  }

  #finishParts(): void {
    if (!this.#done) this.#events.done();
    this.#done = true;
  }

  #break(reason: string): void {
    const head = Buffer.concat([...this.#lines.map((line) => Buffer.from(`${line}\n`, 'latin1')), this.#line.view()]);
    this.#state = 'broken';
    this.#line.clear();
    this.#lines = [];
    this.#events.broken(reason);
    if (head.length > 0) this.#events.outside(head);
  }
}

function textOf(line: Buffer): string {
  const end = line[line.length - 1] === 13 ? line.length - 1 : line.length;
  return line.toString('latin1', 0, end);
}

/** Header fields of a part (RFC 2046 §5.1, RFC 5322 §2.2), folded lines joined with a space. */
function fieldsOf(lines: readonly string[]): HeaderField[] {
  const fields: HeaderField[] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    const colon = line.indexOf(':');
    if (last !== undefined && /^[ \t]/.test(line)) fields[fields.length - 1] = [last[0], `${last[1]} ${line.trim()}`];
    else if (colon < 1) fields.push(['', line]);
    else fields.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return fields;
}
