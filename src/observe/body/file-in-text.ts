import type { BodyConsumer } from './consumer.js';
import { Endings } from './endings.js';

/** How packed files begin in base64, in either alphabet and in forms: gzip (1f 8b 08), ZIP (`PK`, 3, 4) and zstd (28 b5 2f fd). */
const BEGINNINGS = ['H4sI', 'UEsDB', 'KLUv/', 'KLUv_', 'KLUv%2F', 'KLUv%2f'].map((letters) => Buffer.from(letters));
/** What is kept of a text where a beginning may be cut: one byte less than the longest, and the one in front of it. */
const KEPT_BYTES = Math.max(...BEGINNINGS.map((letters) => letters.length));
/** Shorter files stand in what is looked at together, and are unpacked there, whatever else disguises them. */
const MIN_LETTERS = 16 * 1024;

const LETTERS = new Uint8Array(256);
for (const letter of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_'))
  LETTERS[letter] = 1;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const LINE_END = 10;
/** Line ends between letters. */
const BLANKS: ReadonlySet<number> = new Set(Buffer.from('\r\n'));
/** Letters and line ends as JSON escapes them (.NET every plus) and forms (RFC 3986, section 2.1), in capitals but for two. */
const ESCAPED: ReadonlyMap<string, number> = new Map(
  [
    ['/', '\\/', '\\U002F', '%2F'],
    ['+', '\\U002B', '%2B'],
    ['\r', '\\r', '%0D'],
    ['\n', '\\n', '%0A'],
  ].flatMap(([plain = '', ...escapes]) => escapes.map((escape) => [escape, plain.charCodeAt(0)] as const)),
);
/** What any other escape stands for: it ends a file. */
const NO_LETTER = 0;

/** A file in base64 that is being read. */
interface CarriedFile {
  /** Letters that wait until there are enough; undefined once the file is given on. */
  held: Buffer[] | undefined;
  length: number;
  body: BodyConsumer | undefined;
  /** Letters that do not make three bytes yet. */
  rest: string;
  /** An escape whose end has not come. */
  escape: string;
}

/**
 * A text that leaves and may carry packed files in base64, as JSON carries uploads: it is scanned as it is, and what is packed
 * in there is unpacked as it comes. Where texts are looked at, a segment is all there is to see, and only what stands at the
 * beginning of a packed file can be unpacked by itself.
 */
export class FileInTextBody implements BodyConsumer {
  readonly #text: BodyConsumer;
  readonly #newFile: () => BodyConsumer;
  readonly #endings = new Endings();
  /** The last bytes in front of those that come. */
  #before: Buffer = Buffer.of(LINE_END);
  #file: CarriedFile | undefined;

  /** @param newFile What a file is given to besides; it scans only what it unpacks. */
  constructor(text: BodyConsumer, newFile: () => BodyConsumer) {
    this.#text = text;
    this.#newFile = newFile;
  }

  write(bytes: Uint8Array): number {
    const unscanned = this.#text.write(bytes);
    const taken = bytes.subarray(0, bytes.length - unscanned);
    for (let at = 0; at < taken.length;) {
      at = this.#file === undefined ? this.#seek(taken, at) : this.#follow(this.#file, taken, at);
    }
    return unscanned;
  }

  flush(): void {
    this.#text.flush();
    this.#file?.body?.flush();
  }

  end(done: () => void): void {
    this.#endFile();
    this.#endings.end(this.#text);
    this.#endings.wait(done);
  }

  /** Looks for the beginning of a file; returns how far it came. */
  #seek(bytes: Uint8Array, at: number): number {
    const before = this.#before;
    const text = Buffer.concat([before, bytes.subarray(at)]);
    const start = beginningIn(text);
    if (start === undefined) {
      this.#before = text.subarray(-KEPT_BYTES);
      return bytes.length;
    }
    this.#file = { held: [], length: 0, body: undefined, rest: '', escape: '' };
    if (start < before.length) this.#follow(this.#file, before, start);
    return at + Math.max(0, start - before.length);
  }

  /** Reads on in a file; returns how far it came. */
  #follow(file: CarriedFile, bytes: Uint8Array, from: number): number {
    const letters = Buffer.allocUnsafe(bytes.length - from);
    let length = 0;
    for (let at = from; at < bytes.length; at++) {
      let byte = bytes[at]!;
      if (file.escape !== '' || byte === BACKSLASH || byte === PERCENT) {
        file.escape += String.fromCharCode(byte);
        if (file.escape.length < lengthOf(file.escape)) continue;
        byte = ESCAPED.get(file.escape) ?? ESCAPED.get(file.escape.toUpperCase()) ?? NO_LETTER;
        file.escape = '';
      }
      if (LETTERS[byte] === 1) letters[length++] = byte;
      else if (!BLANKS.has(byte)) {
        this.#take(file, letters.subarray(0, length));
        this.#endFile();
        this.#before = Buffer.of(byte);
        return at + 1;
      }
    }
    this.#take(file, letters.subarray(0, length));
    return bytes.length;
  }

  #take(file: CarriedFile, letters: Buffer): void {
    file.length += letters.length;
    if (file.held === undefined) {
      this.#decode(file, letters);
      return;
    }
    file.held.push(letters);
    if (file.length < MIN_LETTERS) return;
    const held = Buffer.concat(file.held);
    file.held = undefined;
    file.body = this.#newFile();
    this.#decode(file, held);
  }

  #decode(file: CarriedFile, letters: Buffer): void {
    const all = file.rest + letters.toString('latin1');
    const whole = all.length & ~3;
    file.rest = all.slice(whole);
    if (whole > 0) file.body?.write(Buffer.from(all.slice(0, whole), 'base64'));
  }

  #endFile(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file?.body === undefined) return;
    if (file.rest.length > 1) file.body.write(Buffer.from(file.rest, 'base64'));
    this.#endings.end(file.body);
  }
}

/** How long an escape is, as its beginning tells: `%2B`, `\\u002B` or `\\/`. */
function lengthOf(escape: string): number {
  if (escape.startsWith('%')) return 3;
  return escape.startsWith('\\u') ? 6 : 2;
}

/** Where a packed file begins in a text, behind its first byte and not in the middle of other letters. */
function beginningIn(text: Buffer): number | undefined {
  let first: number | undefined;
  for (const letters of BEGINNINGS) {
    let at = text.indexOf(letters, 1);
    while (at !== -1 && LETTERS[text[at - 1]!] === 1) at = text.indexOf(letters, at + 1);
    if (at !== -1 && (first === undefined || at < first)) first = at;
  }
  return first;
}
