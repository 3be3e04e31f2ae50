import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guardian } from './guardian.js';

/** Events of the audit log with their counts. */
export function auditLines({
  logDir,
}: Guardian): { count: number; event: { kind: string } & Record<string, unknown> }[] {
  const file = join(logDir, 'audit', 'audit.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { count?: number; event: { kind: string } })
    .map(({ count = 1, event }) => ({ count, event }));
}
