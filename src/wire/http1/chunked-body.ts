import { GrowingBytes } from './growing-bytes.js';
import { hasBlank, type HeaderField } from './head.js';

/**
 * The chunked transfer coding (RFC 9112 §7.1), decoded from any cut of its bytes.
 *
 *     size [;extension] CRLF  data CRLF ... 0 CRLF  trailers CRLF
 */

/** Longest chunk-size line or trailer section accepted, in bytes. */
const MAX_LINE_BYTES = 16 * 1024;

const CR = 13;
const LF = 10;
/** Blanks, a semicolon, a line end. */
const BEHIND_SIZE: ReadonlySet<number> = new Set([9, 32, 59, CR, LF]);

type Step = 'size' | 'extension' | 'data' | 'data-end' | 'trailer-line-start' | 'trailer-line';

/** What a {@link ChunkedBody} finds. Slices point into the bytes that were fed. */
export interface ChunkedEvents {
  data(slice: Uint8Array): void;
  /**
   * A trailer field; or with an empty name what is neither: the extension of a chunk, a line without a colon. Readers
   * are free to ignore it, and some do not.
   */
  aside?(field: HeaderField): void;
}

/** A body in chunks (RFC 9112 §7.1), fed with any cut of its bytes. */
export class ChunkedBody {
  state: 'open' | 'done' | 'broken' = 'open';
  #step: Step = 'size';
  #size = 0;
  #digits = 0;
  #lineBytes = 0;
  /** The extension or trailer that has begun. */
  readonly #aside = new GrowingBytes();
  readonly #events: ChunkedEvents;
  readonly #isStrict: boolean;

  /**
   * @param isStrict What readers take apart in different ways is broken: a size that something else stands behind than a
   *   blank or an extension (Python reads `0x10` and `1_0` as sixteen, curl the first as the end and the second as one),
   *   and data that another line end than CR LF stands behind (Python passes over two bytes, whatever they are).
   */
  constructor(events: ChunkedEvents, isStrict = false) {
    this.#events = events;
    this.#isStrict = isStrict;
  }

  /**
   * Takes bytes and reports what is in them.
   *
   * @returns how many bytes belong to this body; less than given only once the body is done or broken.
   */
  feed(bytes: Uint8Array): number {
    let i = 0;
    while (i < bytes.length && this.state === 'open') {
      if (this.#step === 'data') {
        const take = Math.min(this.#size, bytes.length - i);
        this.#events.data(bytes.subarray(i, i + take));
        this.#size -= take;
        i += take;
        if (this.#size === 0) this.#step = 'data-end';
      } else {
        this.#control(bytes, i);
        i++;
      }
    }
    return i;
  }

  /** Nothing follows. A line that has begun is reported as far as it came. */
  finish(): void {
    this.#endAside();
  }

  /** One byte that is not data. */
  #control(bytes: Uint8Array, at: number): void {
    const byte = bytes[at]!;
    if (++this.#lineBytes > MAX_LINE_BYTES) {
      this.state = 'broken';
      return;
    }
    switch (this.#step) {
      case 'size': {
        const digit = hexDigit(byte);
        if (digit >= 0 && this.#digits < 12) {
          this.#size = this.#size * 16 + digit;
          // Zeros in front make it no larger (RFC 9112 §7.1).
          if (this.#size > 0 || this.#digits === 0) this.#digits++;
        } else if (this.#digits === 0 || digit >= 0 || (this.#isStrict && !BEHIND_SIZE.has(byte))) {
          this.state = 'broken';
        } else if (byte === LF) {
          this.#sizeDone();
        } else {
          this.#step = 'extension';
          this.#aside.append(bytes, at, at + 1);
        }
        return;
      }
      case 'extension':
        if (byte === LF) this.#sizeDone();
        else this.#aside.append(bytes, at, at + 1);
        return;
      case 'data-end':
        if (this.#isStrict && byte !== (this.#lineBytes === 1 ? CR : LF)) this.state = 'broken';
        else if (byte === LF) this.#step = 'size';
        else if (byte !== CR) this.state = 'broken';
        if (this.#step === 'data-end') return;
        this.#digits = 0;
        this.#lineBytes = 0;
        return;
      case 'trailer-line-start':
        if (byte === LF) this.state = 'done';
        else if (byte !== CR) {
          this.#step = 'trailer-line';
          this.#aside.append(bytes, at, at + 1);
        }
        return;
      case 'trailer-line':
        if (byte === LF) {
          this.#endAside();
          this.#step = 'trailer-line-start';
        } else {
          this.#aside.append(bytes, at, at + 1);
        }
        return;
      case 'data':
    }
  }

  #sizeDone(): void {
    this.#endAside();
    this.#lineBytes = 0;
    this.#step = this.#size === 0 ? 'trailer-line-start' : 'data';
  }

  #endAside(): void {
    if (this.#aside.length === 0) return;
    const line = this.#aside.view().toString('latin1').trim();
    this.#aside.clear();
    if (line === '') return;
    const colon = this.#step === 'trailer-line' ? line.indexOf(':') : -1;
    // Nor is a line whose beginning is no name: what a reader without chunks sees there is one text.
    if (colon < 1 || hasBlank(line.slice(0, colon))) this.#events.aside?.(['', line]);
    else this.#events.aside?.([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
