import { GrowingBytes } from '../http1/growing-bytes.js';

/** What one record of a ZIP archive says. Its words are valid until the next call. */
export type ZipRecord = ZipEntry | ZipListing;

/** The header of a file; its data follows. */
export interface ZipEntry {
  readonly kind: 'entry';
  /** The file's name, and what else people may write into a header. */
  readonly words: readonly Uint8Array[];
  /** How the data is compressed (§4.4.5). */
  readonly method: number;
  readonly encrypted: boolean;
  /** Bytes of the data; undefined where only a descriptor behind them tells, as in archives that are written to a pipe. */
  readonly size: number | undefined;
  /** Whether a descriptor stands behind the data (§4.3.9). */
  readonly described: boolean;
}

/** Any other record: the archive's directory, and where that stands. */
export interface ZipListing {
  readonly kind: 'listing';
  readonly words: readonly Uint8Array[];
}

/** Methods of compression (§4.4.5): not at all, and by deflate. */
export const STORED = 0;
export const DEFLATED = 8;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const SIGNATURE = 0x05054b50;
const ARCHIVE_EXTRA = 0x08064b50;
const SIGNATURE_BYTES = 4;

/** For each record the bytes of its fixed part, and how many follow. */
const RECORDS: ReadonlyMap<number, readonly [fixed: number, following: (head: Buffer) => number]> = new Map([
  [LOCAL, [30, (head) => head.readUInt16LE(26) + head.readUInt16LE(28)]],
  [CENTRAL, [46, (head) => head.readUInt16LE(28) + head.readUInt16LE(30) + head.readUInt16LE(32)]],
  [END, [22, (head) => head.readUInt16LE(20)]],
  [END_64, [12, (head) => Number(head.readBigUInt64LE(4))]],
  [LOCATOR_64, [20, () => 0]],
  [SIGNATURE, [6, (head) => head.readUInt16LE(4)]],
  [ARCHIVE_EXTRA, [8, (head) => head.readUInt32LE(4)]],
]);
/** What may stand behind a descriptor. */
const BEHIND_DESCRIPTOR: ReadonlySet<number> = new Set([LOCAL, CENTRAL, END, END_64]);
/** Lengths of descriptors: sizes of 4 or 8 bytes each, with or without a signature; a writer says neither. */
const DESCRIPTORS: readonly number[] = [12, 16, 20, 24];
/** Longest record that is kept: three fields of 64 KB. */
const MAX_RECORD_BYTES = 256 * 1024;

const ENCRYPTED = 1;
const DESCRIBED = 8;
const UNKNOWN_32 = 0xffffffff;
const ZIP64_EXTRA = 0x0001;
/** Extra fields of numbers alone: sizes, times, owners, encryption, Java's mark and its padding. */
const NUMBERS: ReadonlySet<number> = new Set([
  ZIP64_EXTRA,
  0x000a,
  0x5455,
  0x5855,
  0x7855,
  0x7875,
  0x9901,
  0xcafe,
  0xd935,
  0xa220,
]);

/** What {@link ZipRecords.feed} made of some bytes. */
export interface ZipRead {
  /** How many of them were taken: up to the end of the record. */
  readonly taken: number;
  /** The record that ended with them. */
  readonly record?: ZipRecord;
  /** They are no record: what was taken of it, and all that follows, is none either. */
  readonly lost?: Uint8Array;
}

/**
 * Reads the records of a ZIP archive (PKWARE APPNOTE 6.3.10) one after the other as they come, fed with any cut of their
 * bytes, without its directory at the end. The data between them is read by whoever is given the headers.
 */
export class ZipRecords {
  readonly #held = new GrowingBytes();
  #needed = SIGNATURE_BYTES;
  /** A descriptor stands in front of the next record. */
  #inDescriptor = false;

  /** Takes bytes up to the end of the next record. */
  feed(chunk: Uint8Array): ZipRead {
    let taken = 0;
    while (taken < chunk.length) {
      const end = Math.min(chunk.length, taken + this.#needed - this.#held.length);
      this.#held.append(chunk, taken, end);
      taken = end;
      if (this.#held.length < this.#needed) break;
      if (this.#inDescriptor) {
        if (!this.#skipDescriptor()) return { taken, lost: this.#held.take() };
        continue;
      }
      const held = this.#held.view();
      const needed = neededFor(held);
      if (needed === undefined) return { taken, lost: this.#held.take() };
      if (needed > held.length) this.#needed = needed;
      else return { taken, record: this.#take(held) };
    }
    return { taken };
  }

  /** A descriptor follows: the data that it describes has ended. */
  expectDescriptor(): void {
    this.#inDescriptor = true;
    this.#needed = DESCRIPTORS[0]! + SIGNATURE_BYTES;
  }

  /** The bytes have ended. @returns what was taken of a record that has not. */
  finish(): Uint8Array {
    return this.#inDescriptor ? new Uint8Array() : this.#held.take();
  }

  /** Drops a descriptor once the record behind it begins. Returns false when none does. */
  #skipDescriptor(): boolean {
    const held = this.#held.view();
    const length = held.length - SIGNATURE_BYTES;
    const next = held.readUInt32LE(length);
    if (!BEHIND_DESCRIPTOR.has(next)) {
      this.#needed += SIGNATURE_BYTES;
      return length < DESCRIPTORS.at(-1)!;
    }
    const signature = Buffer.from(held.subarray(length));
    this.#held.clear();
    this.#held.append(signature);
    this.#inDescriptor = false;
    this.#needed = RECORDS.get(next)![0];
    return true;
  }

  #take(held: Buffer): ZipRecord {
    this.#held.clear();
    this.#needed = SIGNATURE_BYTES;
    const signature = held.readUInt32LE(0);
    return signature === LOCAL ? entryOf(held) : { kind: 'listing', words: listed(signature, held) };
  }
}

/** How many bytes a record has, as far as is known from its beginning; undefined when it is none. */
function neededFor(held: Buffer): number | undefined {
  const [fixed, following] = RECORDS.get(held.readUInt32LE(0)) ?? [];
  if (fixed === undefined || following === undefined) return undefined;
  if (held.length < fixed) return fixed;
  const length = fixed + following(held);
  return length > MAX_RECORD_BYTES ? undefined : length;
}

function entryOf(head: Buffer): ZipEntry {
  const flags = head.readUInt16LE(6);
  const nameEnd = 30 + head.readUInt16LE(26);
  const extra = head.subarray(nameEnd);
  const described = (flags & DESCRIBED) !== 0;
  const size = sizeOf(head, extra);
  return {
    kind: 'entry',
    words: [head.subarray(30, nameEnd), ...wordsIn(extra)],
    method: head.readUInt16LE(8),
    encrypted: (flags & ENCRYPTED) !== 0,
    size: described && size === 0 ? undefined : size,
    described,
  };
}

/** The size of the data; where it has no room in the header, it stands in an extra field (§4.5.3). */
function sizeOf(head: Buffer, extra: Buffer): number {
  const size = head.readUInt32LE(18);
  if (size !== UNKNOWN_32) return size;
  const at = head.readUInt32LE(22) === UNKNOWN_32 ? 8 : 0;
  for (const [id, value] of fieldsIn(extra)) {
    if (id === ZIP64_EXTRA && value.length >= at + 8) return Number(value.readBigUInt64LE(at));
  }
  return size;
}

function listed(signature: number, record: Buffer): Uint8Array[] {
  switch (signature) {
    case CENTRAL: {
      const nameEnd = 46 + record.readUInt16LE(28);
      const extraEnd = nameEnd + record.readUInt16LE(30);
      const extra = record.subarray(nameEnd, extraEnd);
      return [record.subarray(46, nameEnd), ...wordsIn(extra), record.subarray(extraEnd)];
    }
    case END:
      return [record.subarray(22)];
    case END_64:
      // Its extensible part begins behind the numbers (§4.3.14).
      return [record.subarray(56)];
    case LOCATOR_64:
      return [];
    default:
      return [record.subarray(RECORDS.get(signature)![0])];
  }
}

/** What could be words among the extra fields. */
function wordsIn(extra: Buffer): Uint8Array[] {
  return [...fieldsIn(extra)].filter(([id, value]) => value.length > 0 && !NUMBERS.has(id)).map(([, value]) => value);
}

/** The extra fields (§4.5.1); what is none counts as one without a number. */
function* fieldsIn(extra: Buffer): Iterable<readonly [id: number, value: Buffer]> {
  let at = 0;
  while (at + 4 <= extra.length) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) break;
    yield [extra.readUInt16LE(at), extra.subarray(at + 4, end)];
    at = end;
  }
  if (at < extra.length) yield [-1, extra.subarray(at)];
}
