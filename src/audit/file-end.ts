import { backwardBlocks } from '../findings/journal/blocks.js';
import { readAt, type JournalFileHandle } from '../findings/journal/file-handle.js';
import type { AuditEntry } from './events.js';
import { readAuditLine, sha256Of } from './line.js';

/** What stands behind the last line end of a file. */
export type Fragment =
  | { readonly kind: 'none' }
  /** A whole line that lacks only its line end. */
  | { readonly kind: 'unended' }
  /** The front of a line: its writer was killed, the disk was full, or somebody cut the file. */
  | { readonly kind: 'torn'; readonly bytes: number; readonly sha256: string | undefined };

export interface FileEnd {
  readonly fragment: Fragment;
  /** The last line that is as it was written, a whole fragment included. */
  readonly last: AuditEntry | undefined;
}

/** Longer fragments are not lines of ours; they are only counted. */
const MAX_FRAGMENT_BYTES = 1024 * 1024;
const LF = 10;

type Readable = Pick<JournalFileHandle, 'read'>;

/** Looks at the end of a file of `size` bytes, as far back as it takes to find a line. @throws the system error. */
export async function readFileEnd(handle: Readable, size: number): Promise<FileEnd> {
  let ended: number | undefined;
  let last: AuditEntry | undefined;
  for await (const { bytes, offset } of backwardBlocks(handle, size)) {
    ended ??= offset + bytes.length;
    last = lastEntryIn(bytes);
    if (last !== undefined) break;
  }
  const { fragment, entry } = await readFragment(handle, ended ?? 0, size);
  return { fragment, last: entry ?? last };
}

/** The last line of whole lines that is as it was written. */
function lastEntryIn(bytes: Buffer): AuditEntry | undefined {
  for (let end = bytes.length - 1; end > 0;) {
    const start = bytes.lastIndexOf(LF, end - 1) + 1;
    const line = readAuditLine(bytes.subarray(start, end));
    if (line.kind === 'entry') return line.entry;
    end = start - 1;
  }
  return undefined;
}

async function readFragment(
  handle: Readable,
  start: number,
  size: number,
): Promise<{ readonly fragment: Fragment; readonly entry?: AuditEntry }> {
  const length = size - start;
  if (length <= 0) return { fragment: { kind: 'none' } };
  if (length > MAX_FRAGMENT_BYTES) return { fragment: { kind: 'torn', bytes: length, sha256: undefined } };
  const bytes = Buffer.alloc(length);
  await readAt(handle, bytes, length, start);
  const line = readAuditLine(bytes);
  if (line.kind === 'entry') return { fragment: { kind: 'unended' }, entry: line.entry };
  return { fragment: { kind: 'torn', bytes: length, sha256: sha256Of(bytes) } };
}
