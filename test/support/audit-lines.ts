import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guardian } from './guardian.js';

/** A line of the audit log: an event and how often it happened. */
interface AuditLine {
  readonly count: number;
  readonly event: { readonly kind: string } & Readonly<Record<string, unknown>>;
}

/** Events of the audit log with their counts, those of closed files first. */
export function auditLines({ logDir }: Pick<Guardian, 'logDir'>): AuditLine[] {
  const folder = join(logDir, 'audit');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Partial<AuditLine> & Pick<AuditLine, 'event'>)
    .map(({ count = 1, event }) => ({ count, event }));
}
