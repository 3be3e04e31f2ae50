import { afterAll } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, type AuditLogEvent, type AuditLogOptions } from '../../src/audit/audit-log.js';
import type { AuditEntry, AuditEvent } from '../../src/audit/events.js';

const folders: string[] = [];

/** A folder that is removed when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tg-audit-'));
  folders.push(folder);
  return folder;
}

/** 2026-11-05T10:00:00.000Z, when the clock of a log stands still. */
export const START = Date.UTC(2026, 10, 5, 10);

/** An open log in a temporary folder, with what it reported and a clock that stands still. */
export async function openLog(options: Partial<AuditLogOptions> = {}) {
  const folder = options.folder ?? join(temporaryFolder(), 'audit');
  const reports: AuditLogEvent[] = [];
  const time = { now: START };
  const log = new AuditLog({
    folder,
    report: (event) => reports.push(event),
    clock: () => time.now,
    ...options,
  });
  await log.open();
  return { folder, reports, time, log };
}

/** An event that is never folded; `n` tells them apart. */
export function stopped(n: number): AuditEvent {
  return { kind: 'sidecar_stopped', pid: n + 1, uptime_ms: n };
}

/** A log of `lines` lines that was closed in order. */
export async function writtenLog(lines: number, options: Partial<AuditLogOptions> = {}): Promise<string> {
  const { folder, log } = await openLog(options);
  for (let n = 0; n < lines; n++) {
    log.record(stopped(n));
    await log.flush();
  }
  await log.close();
  return folder;
}

/** The files of a log in the order of its chain. */
export function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return names.sort((a, b) => Number(a === 'audit.jsonl') - Number(b === 'audit.jsonl') || (a < b ? -1 : 1));
}

/** Every line that is JSON, in order. */
export function entriesOf(folder: string): AuditEntry[] {
  return filesOf(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return [JSON.parse(line) as AuditEntry];
        } catch {
          return [];
        }
      }),
  );
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
