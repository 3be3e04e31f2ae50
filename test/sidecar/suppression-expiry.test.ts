import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIfThere, stateFolderAt } from '../../src/sidecar/state-folder.js';
import { ExpiryRecord } from '../../src/sidecar/expiry-record.js';
import { addSuppression, loadSuppressions } from '../../src/sidecar/suppression-file.js';
import { auditLines } from '../support/audit-lines.js';
import { startGuardian, until, type Guardian } from '../support/guardian.js';

const folders: string[] = [];
const guardians: Guardian[] = [];
afterEach(async () => {
  for (const guardian of guardians.splice(0)) await guardian.remove();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tg-'));
  folders.push(folder);
  return folder;
}

/** A suppression that ends so many ms after 2026-01-01. */
function suppressed(folder: string, endsAfterMs: number): string {
  const wanted = { pattern: 'ai_api_key', host: 'example.org', reason: 'a test' };
  const made = new Date(Date.UTC(2026, 0, 1));
  const end = new Date(made.getTime() + endsAfterMs).toISOString();
  return addSuppression(stateFolderAt(folder), { ...wanted, until: end }, made).id;
}

describe('the end of a suppression', () => {
  test('is recorded once, also over restarts, and not before what was recorded is on the disk', () => {
    const folder = home();
    const state = stateFolderAt(folder);
    const [first, second] = [suppressed(folder, 1_000), suppressed(folder, 2_000)];
    const listed = loadSuppressions(state);
    const start = Date.UTC(2026, 0, 1);
    const recorded: string[] = [];
    let isKept = false;
    const open = (): ExpiryRecord =>
      new ExpiryRecord({ state, record: (id) => recorded.push(id), isKept: () => isKept });
    const before = open();
    before.look(listed, start + 999);
    expect(recorded).toEqual([]);
    before.look(listed, start + 1_000);
    before.look(listed, start + 1_001);
    expect(recorded).toEqual([first]);
    // Nobody knows whether the line was written when the process was killed: it is recorded again.
    const after = open();
    after.look(listed, start + 1_002);
    expect(recorded).toEqual([first, first]);
    isKept = true;
    after.look(listed, start + 1_003);
    open().look(listed, start + 2_000);
    expect(recorded).toEqual([first, first, second]);
  });

  test('is recorded although another one was added after it while no sidecar ran', () => {
    const folder = home();
    const state = stateFolderAt(folder);
    const ended = suppressed(folder, 1_000);
    addSuppression(
      state,
      { pattern: 'ai_api_key', host: 'example.com', reason: 'a test', until: '2026-02-01T00:00:00.000Z' },
      new Date(Date.UTC(2026, 0, 2)),
    );
    const recorded: string[] = [];
    const record = new ExpiryRecord({ state, record: (id) => recorded.push(id), isKept: () => true });
    record.look(loadSuppressions(state), Date.UTC(2026, 0, 3));
    expect(recorded).toEqual([ended]);
  });

  test('that came while the sidecar was down stands in the audit log after the next start, once', async () => {
    const folder = home();
    const ids: string[] = [];
    for (let start = 0; start < 2; start++) {
      ids.push(suppressed(folder, 1_000));
      const guardian = await startGuardian({ home: folder });
      guardians.push(guardian);
      await until(
        async () => readIfThere(join(folder, 'suppressions-ended.json'))?.toString() ?? '',
        (text) => text.includes(ids[start]!),
      );
      await guardian.stop();
      const ends = auditLines(guardian).filter(({ event }) => event.kind === 'suppression_ended');
      expect(ends.map(({ event }) => event)).toEqual(
        ids.map((id) => ({ kind: 'suppression_ended', id, cause: 'expired' })),
      );
    }
  }, 180_000);
});
