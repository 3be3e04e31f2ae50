import fs from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A quota for what a process writes, for `node --import`: a kernel that has quotas is not to be had everywhere, and root
 * is not bound by them. While the file `quota` lies in the state folder, its content is the number of bytes that may
 * still be written; as with a real one, a write is cut short at the bound and the next one fails with EDQUOT.
 */
const file = join(process.env['NANOCLAW_TRAFFIC_GUARDIAN_HOME'] ?? '', 'quota');
const { readFileSync } = fs;
let written = 0;

/** How many of so many bytes may be written. @throws EDQUOT when it is none of them. */
function granted(bytes: number): number {
  let left: number;
  try {
    left = Number(readFileSync(file, 'utf8')) - written;
  } catch {
    written = 0;
    return bytes;
  }
  const allowed = Math.max(0, Math.min(bytes, left));
  if (allowed === 0) {
    throw Object.assign(new Error('EDQUOT: disk quota exceeded, write'), { code: 'EDQUOT', syscall: 'write' });
  }
  written += allowed;
  return allowed;
}

// The sidecar writes bytes from an offset, and whole texts; other forms are not needed here.
type Write = (target: unknown, data: Uint8Array | string, offset?: number | null, length?: number) => unknown;
const bytesOf = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);
const limited =
  (write: Write): Write =>
  (target, data, offset, length) => {
    const bytes = bytesOf(data);
    const from = offset ?? 0;
    return write(target, bytes, from, granted(length ?? bytes.length - from));
  };

fs.writeSync = limited(fs.writeSync as unknown as Write) as unknown as typeof fs.writeSync;
const { writeFileSync } = fs;
fs.writeFileSync = (target, data) => {
  if (typeof data === 'string' || data instanceof Uint8Array) granted(bytesOf(data).length);
  writeFileSync(target, data);
};
const handle = await open(fileURLToPath(import.meta.url));
const prototype = Object.getPrototypeOf(handle) as { write: FileHandle['write'] };
await handle.close();
const write = prototype.write as unknown as (this: unknown, ...values: unknown[]) => unknown;
const limitedWrite = limited((target, ...values) => write.call(target, ...values));
prototype.write = async function (this: unknown, ...values: [Uint8Array, number, number]) {
  return limitedWrite(this, ...values);
} as unknown as FileHandle['write'];
syncBuiltinESMExports();
