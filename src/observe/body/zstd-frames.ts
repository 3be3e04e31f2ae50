/** Magic number of a frame, and of those that a decoder passes over: its last four bits are free (RFC 8878 §3.1). */
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const BLOCK_HEADER_BYTES = 3;
const RUN = 1;

type Step = 'magic' | 'skippable-size' | 'descriptor' | 'header' | 'block' | 'lost';

/**
 * Walks over the frames of a zstd stream (RFC 8878 §3.1), fed with any cut of its bytes, and decodes nothing: it knows
 * what a decoder is about to reserve before the decoder is given the bytes.
 */
export class ZstdFrames {
  /** The largest window that a frame asked for so far, in bytes. */
  window = 0;
  /** Bytes in frames that a decoder passes over. */
  skippable = 0;
  #step: Step = 'magic';
  readonly #field = Buffer.alloc(16);
  #fieldBytes = 0;
  #fieldNeeded = 4;
  /** Bytes of a block, checksum or skippable frame that are still to come. */
  #content = 0;
  #descriptor = 0;
  #inSkippable = false;

  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#step !== 'lost';) {
      if (this.#content > 0) {
        const pass = Math.min(this.#content, bytes.length - at);
        if (this.#inSkippable) this.skippable += pass;
        this.#content -= pass;
        at += pass;
        continue;
      }
      this.#inSkippable = false;
      this.#field[this.#fieldBytes++] = bytes[at++]!;
      if (this.#fieldBytes === this.#fieldNeeded) this.#take();
    }
  }

  /** A field is complete. */
  #take(): void {
    const field = this.#field.subarray(0, this.#fieldBytes);
    this.#fieldBytes = 0;
    switch (this.#step) {
      case 'magic': {
        const magic = field.readUInt32LE(0);
        if (magic === FRAME) this.#expect('descriptor', 1);
        else if ((magic & 0xfffffff0) === SKIPPABLE) this.#expect('skippable-size', 4);
        else this.#step = 'lost';
        return;
      }
      case 'skippable-size':
        this.#content = field.readUInt32LE(0);
        this.#inSkippable = true;
        this.#expect('magic', 4);
        return;
      case 'descriptor':
        this.#descriptor = field[0]!;
        this.#expect('header', headerBytes(this.#descriptor));
        return;
      case 'header':
        this.window = Math.max(this.window, windowOf(this.#descriptor, field));
        this.#expect('block', BLOCK_HEADER_BYTES);
        return;
      case 'block': {
        const header = field.readUIntLE(0, BLOCK_HEADER_BYTES);
        this.#content = ((header >> 1) & 3) === RUN ? 1 : header >> 3;
        if ((header & 1) === 0) return;
        if (hasChecksum(this.#descriptor)) this.#content += 4;
        this.#expect('magic', 4);
        return;
      }
      case 'lost':
    }
  }

  #expect(step: Step, bytes: number): void {
    this.#step = step;
    this.#fieldNeeded = bytes;
  }
}

const isSingleSegment = (descriptor: number): boolean => (descriptor & 0x20) !== 0;
const hasChecksum = (descriptor: number): boolean => (descriptor & 0x04) !== 0;
const dictionaryBytes = (descriptor: number): number => [0, 1, 2, 4][descriptor & 3]!;

/** Bytes of the header behind its descriptor (RFC 8878 §3.1.1.1). */
function headerBytes(descriptor: number): number {
  return (isSingleSegment(descriptor) ? 0 : 1) + dictionaryBytes(descriptor) + sizeBytes(descriptor);
}

function sizeBytes(descriptor: number): number {
  return [isSingleSegment(descriptor) ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
}

/** The window that a frame asks for, in bytes (RFC 8878 §3.1.1.1.2). */
function windowOf(descriptor: number, header: Buffer): number {
  if (!isSingleSegment(descriptor)) {
    const window = header[0]!;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  // Without a window descriptor the window is the content itself, whose size follows the dictionary number.
  const at = dictionaryBytes(descriptor);
  switch (sizeBytes(descriptor)) {
    case 1:
      return header[at]!;
    case 2:
      return 256 + header.readUInt16LE(at);
    case 4:
      return header.readUInt32LE(at);
    default:
      return Number(header.readBigUInt64LE(at));
  }
}
