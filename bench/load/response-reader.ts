const HEAD_END = Buffer.from('\r\n\r\n', 'latin1');
const MAX_HEAD = 64 * 1024;

/** What must come back, so that every byte can be compared and none need be hashed. */
export interface Expected {
  readonly pattern: Buffer;
  /** The body's length: the pattern over and over, cut off there. */
  readonly bytes: number;
  /** A range of the pattern for which each answer has bytes of its own. */
  readonly varies?: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Reads HTTP/1.1 responses off one connection and compares their bodies with what must come. Just enough of the
 * protocol for the servers and proxies of the benchmark, so that the load generator costs little: content-length or
 * chunked, no interim answers.
 */
export class ResponseReader {
  readonly #expected: Expected;
  readonly #onComplete: () => void;
  /** The last head that was parsed; most are the same to the byte. */
  #knownHead: Buffer = Buffer.alloc(0);
  #knownLength = 0;
  #head: Buffer = Buffer.alloc(0);
  #inHead = true;
  #chunked = false;
  /** Bytes left of the body, or of the chunk. */
  #left = 0;
  /** Line of a chunked body that is incomplete. */
  #line: string | undefined;
  #lastChunk = false;
  #offset = 0;
  /** Bytes of bodies so far. */
  bodyBytes = 0;

  constructor(expected: Expected, onComplete: () => void) {
    this.#expected = expected;
    this.#onComplete = onComplete;
  }

  /** @throws Error when what comes is not what must come. */
  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) at = this.#inHead ? this.#readHead(bytes, at) : this.#readBody(bytes, at);
  }

  #readHead(bytes: Buffer, at: number): number {
    const known = this.#knownHead.length;
    if (
      known > 0 &&
      this.#head.length === 0 &&
      bytes.length - at >= known &&
      bytes.compare(this.#knownHead, 0, known, at, at + known) === 0
    ) {
      this.#startBody(this.#knownLength);
      return at + known;
    }
    const before = this.#head.length;
    this.#head = Buffer.concat([this.#head, bytes.subarray(at)]);
    const end = this.#head.indexOf(HEAD_END);
    if (end === -1) {
      if (this.#head.length > MAX_HEAD) throw new Error('a response head that does not end');
      return bytes.length;
    }
    const head = this.#head.subarray(0, end + 4);
    this.#head = Buffer.alloc(0);
    this.#parseHead(head);
    return at + head.length - before;
  }

  #parseHead(head: Buffer): void {
    const text = head.toString('latin1');
    if (!text.startsWith('HTTP/1.1 200')) throw new Error(`the answer is ${JSON.stringify(text.slice(0, 200))}`);
    const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(text)?.[1];
    this.#chunked = /\r\ntransfer-encoding: *chunked\r\n/i.test(text);
    if (this.#chunked) {
      this.#inHead = false;
      this.#line = '';
      return;
    }
    if (length === undefined) throw new Error('an answer without a length');
    if (Number(length) !== this.#expected.bytes) {
      throw new Error(`an answer of ${length} bytes instead of ${this.#expected.bytes}`);
    }
    this.#knownHead = Buffer.from(head);
    this.#knownLength = Number(length);
    this.#startBody(this.#knownLength);
  }

  #startBody(length: number): void {
    this.#inHead = false;
    this.#left = length;
    if (length === 0) this.#complete();
  }

  #readBody(bytes: Buffer, at: number): number {
    if (this.#chunked && this.#left === 0) return this.#readChunkLine(bytes, at);
    const taken = Math.min(this.#left, bytes.length - at);
    this.#compare(bytes, at, taken);
    this.#left -= taken;
    if (this.#left === 0) {
      if (this.#chunked) this.#line = undefined;
      else this.#complete();
    }
    return at + taken;
  }

  /** The line of a chunk's size, the one after its data, or one of the trailer. */
  #readChunkLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(10, at);
    const part = bytes.toString('latin1', at, end === -1 ? bytes.length : end);
    if (end === -1) {
      this.#line = (this.#line ?? ' ') + part;
      return bytes.length;
    }
    const whole = (this.#line ?? ' ') + part;
    // A line that began with a space is the end of a chunk's data.
    if (whole.startsWith(' ')) {
      if (whole.trim() !== '') throw new Error('a chunk that is longer than it says');
      this.#line = '';
      return end + 1;
    }
    this.#line = '';
    if (this.#lastChunk) {
      if (whole.trim() === '') {
        this.#lastChunk = false;
        this.#complete();
      }
      return end + 1;
    }
    const size = parseInt(whole, 16);
    if (!Number.isInteger(size)) throw new Error('a chunk without a size');
    if (size === 0) this.#lastChunk = true;
    this.#left = size;
    return end + 1;
  }

  #compare(bytes: Buffer, at: number, count: number): void {
    const { pattern, varies } = this.#expected;
    if (this.#offset + count > this.#expected.bytes) throw new Error('an answer that is longer than it must be');
    let done = 0;
    while (done < count) {
      const from = (this.#offset + done) % pattern.length;
      const part = Math.min(count - done, pattern.length - from);
      const start = at + done - from;
      const isRight = (low: number, high: number): boolean =>
        low >= high || bytes.compare(pattern, low, high, start + low, start + high) === 0;
      const right =
        varies === undefined
          ? isRight(from, from + part)
          : isRight(from, Math.min(from + part, varies.from)) && isRight(Math.max(from, varies.to), from + part);
      if (!right) {
        throw new Error(`wrong bytes in an answer, near offset ${this.#offset + done}`);
      }
      done += part;
    }
    this.#offset += count;
    this.bodyBytes += count;
  }

  #complete(): void {
    if (this.#offset !== this.#expected.bytes) {
      throw new Error(`an answer of ${this.#offset} bytes instead of ${this.#expected.bytes}`);
    }
    this.#offset = 0;
    this.#inHead = true;
    this.#chunked = false;
    this.#onComplete();
  }
}
