import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSync } from './run.js';

/** A file system of its own in memory. */
export interface SmallDisk {
  readonly path: string;
  /** Lets nobody write to it, or everybody again. */
  readonly setReadOnly: (readOnly: boolean) => void;
  readonly remove: () => void;
}

/** Mounts a file system of so many bytes; undefined where this process may not. */
export function mountSmallDisk(bytes: number): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'tg-disk-'));
  const run = (program: string, ...args: string[]): boolean =>
    runSync(program, args, { stdio: 'ignore', reject: false }).exitCode === 0;
  const mounted =
    process.getuid?.() === 0 && run('mount', '-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', path);
  if (!mounted) {
    rmSync(path, { recursive: true, force: true });
    return undefined;
  }
  return {
    path,
    setReadOnly: (readOnly) => {
      if (!run('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'}`, path)) throw new Error('cannot remount');
    },
    remove: () => {
      run('umount', '-l', path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
