import { createHash } from 'node:crypto';

/** What a file of records begins with; the number counts changes of the format. */
const MAGIC = Buffer.from('TGPREP2\n', 'latin1');
/** A SHA-256 of all behind it. */
const SUM_BYTES = 32;
const NUMBER_BYTES = 4;
/** A digest as {@link shortDigest} makes it, in bytes. */
const DIGEST_BYTES = 9;
const ENTRY_BYTES = DIGEST_BYTES + NUMBER_BYTES;
const INDEX = MAGIC.length + SUM_BYTES + NUMBER_BYTES;

/** Names a text: 72 bits in base64url, so that two different ones never share a name. */
export function shortDigest(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('base64url')
    .slice(0, (DIGEST_BYTES / 3) * 4);
}

/**
 * Puts what was made ahead of time into one file: a mark, a sum of what follows it, the number of records, for each its
 * digest and its offset in order of the digests, and the records.
 *
 * @param records By the digests of what they were made of.
 */
export function writeRecordFile(records: ReadonlyMap<string, Buffer>): Buffer {
  const entries = [...records].map(([digest, record]) => ({ digest: bytesOf(digest), record }));
  entries.sort((a, b) => a.digest.compare(b.digest));
  const index = Buffer.alloc(ENTRY_BYTES * entries.length);
  let end = INDEX + index.length;
  entries.forEach(({ digest, record }, i) => {
    digest.copy(index, ENTRY_BYTES * i);
    index.writeUInt32LE(end, ENTRY_BYTES * i + DIGEST_BYTES);
    end += record.length;
  });
  const count = Buffer.alloc(NUMBER_BYTES);
  count.writeUInt32LE(entries.length);
  const rest = Buffer.concat([count, index, ...entries.map(({ record }) => record)]);
  return Buffer.concat([MAGIC, sumOf(rest), rest]);
}

/** The records that {@link writeRecordFile} put together. */
export class RecordFile {
  readonly #bytes: Buffer;
  readonly #count: number;

  /** @throws RangeError when the bytes are not what was written. */
  constructor(bytes: Buffer) {
    const rest = bytes.subarray(MAGIC.length + SUM_BYTES);
    const sum = bytes.subarray(MAGIC.length, MAGIC.length + SUM_BYTES);
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || !sumOf(rest).equals(sum)) {
      throw new RangeError('not a file of prepared records, or a damaged one');
    }
    this.#bytes = bytes;
    this.#count = rest.readUInt32LE(0);
  }

  /** A record with what stands behind it: each tells its own length. Undefined for one that is not in there. */
  recordOf(digest: string): Buffer | undefined {
    const wanted = bytesOf(digest);
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = INDEX + ENTRY_BYTES * middle;
      const order = wanted.compare(this.#bytes, at, at + DIGEST_BYTES);
      if (order === 0) return this.#bytes.subarray(this.#bytes.readUInt32LE(at + DIGEST_BYTES));
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    return undefined;
  }
}

function bytesOf(digest: string): Buffer {
  return Buffer.from(digest, 'base64url');
}

function sumOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
