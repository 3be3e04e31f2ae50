import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { OperatorLists } from '../../../src/sidecar/operator-lists.js';
import { stateFolderAt } from '../../../src/sidecar/state-folder.js';
import { FINGERPRINT_KEY } from '../../support/detect.js';

let home: string;
let lists: OperatorLists | undefined;
beforeEach(() => {
  jest.useFakeTimers();
  home = mkdtempSync(join(tmpdir(), 'tg-'));
});
afterEach(() => {
  lists?.close();
  jest.useRealTimers();
  rmSync(home, { recursive: true });
});

function watching(file: string): OperatorLists {
  lists = new OperatorLists({
    state: stateFolderAt(home),
    watch: () => ({ envFiles: [file], files: [], homes: {} }),
    fingerprintKey: FINGERPRINT_KEY,
    onWatch: () => undefined,
    onRead: () => undefined,
    audit: new AuditLog({ folder: join(home, 'audit') }),
  });
  return lists;
}

/** Longer than the files are left alone. */
function aWhilePasses(): void {
  jest.advanceTimersByTime(10_000);
}

describe('a watched file that may not even be looked at', () => {
  // For everybody, root too; most often it is a folder on the way that was closed to this user (EACCES).
  const close = (file: string): void => symlinkSync(file, file);

  test('is unreadable, and said to be so, from the start', () => {
    const file = join(home, '.env');
    close(file);
    expect(watching(file).summary.unreadable).toEqual([{ file, code: 'ELOOP' }]);
  });

  test('is so as soon as that happens, and read again when it is over', () => {
    const file = join(home, '.env');
    const write = (): void => writeFileSync(file, 'ACME_TOKEN=kx8Qv2mZw41LsTq9\n');
    write();
    const { summary } = watching(file);
    expect(summary).toMatchObject({ secrets: 1, unreadable: [] });
    rmSync(file);
    close(file);
    aWhilePasses();
    expect(lists?.summary).toMatchObject({ secrets: 0, unreadable: [{ file, code: 'ELOOP' }] });
    rmSync(file);
    write();
    aWhilePasses();
    expect(lists?.summary).toMatchObject({ secrets: 1, unreadable: [] });
  });
});
