import { inflatedBeginning } from './inflated-beginning.js';

/** How a file in a ZIP archive begins, and what stands behind the data where its size was not known before (APPNOTE §4.3). */
const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1');
const DESCRIPTOR = Buffer.from('PK\x07\x08', 'latin1');
const HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const LINE_END = Buffer.from('\n');
/** Headers that are looked at: each could be made to take as long as a small file. */
const MAX_FILES = 256;

/** Whether a decoded block begins as a ZIP archive. */
export function isZip(bytes: Buffer): boolean {
  return (
    bytes.length > HEADER_BYTES && bytes.compare(LOCAL_HEADER, 0, LOCAL_HEADER.length, 0, LOCAL_HEADER.length) === 0
  );
}

/**
 * The names and contents of the files in a ZIP archive, as far as it is here: one that stands in a larger text may be cut
 * off, so that its directory is not waited for.
 */
export function unzip(bytes: Buffer, maxOutput: number): Buffer {
  const out: Buffer[] = [];
  let left = maxOutput;
  const add = (part: Buffer): void => {
    const taken = part.subarray(0, Math.max(0, left));
    out.push(taken, LINE_END);
    left -= taken.length + 1;
  };
  let at = 0;
  for (let files = 0; at !== -1 && files < MAX_FILES && left > 1; files++) {
    if (at + HEADER_BYTES > bytes.length) break;
    const nameEnd = at + HEADER_BYTES + bytes.readUInt16LE(at + 26);
    const start = nameEnd + bytes.readUInt16LE(at + 28);
    const method = bytes.readUInt16LE(at + 8);
    const next = bytes.indexOf(LOCAL_HEADER, start);
    add(bytes.subarray(at + HEADER_BYTES, nameEnd));
    if (method === DEFLATED) add(inflatedBeginning(bytes.subarray(start), 'raw', left) ?? Buffer.alloc(0));
    else if (method === STORED) add(bytes.subarray(start, storedEnd(bytes, at, start, next)));
    at = next;
  }
  return Buffer.concat(out);
}

/** Where stored data ends: the header says it, or what stands behind the data does. */
function storedEnd(bytes: Buffer, header: number, start: number, next: number): number {
  const size = bytes.readUInt32LE(header + 18);
  if (size > 0) return start + size;
  const descriptor = bytes.indexOf(DESCRIPTOR, start);
  const ends = [descriptor, next, bytes.length].filter((end) => end !== -1);
  return Math.min(...ends);
}
