import { readdir } from 'node:fs/promises';

/**
 * The files of an audit log:
 *
 *     audit.jsonl               the current file, appended to
 *     audit-00000007.jsonl      closed files, by a number that only grows; the chain goes on from one to the next
 *     head.json                 where the chain stands (see head-file.ts)
 */
export const CURRENT_AUDIT_FILE = 'audit.jsonl';

const CLOSED = /^audit-(\d{8,15})\.jsonl$/;

export function closedAuditFile(number: number): string {
  return `audit-${String(number).padStart(8, '0')}.jsonl`;
}

/** Numbers of the closed files, lowest first. @throws the system error when the folder cannot be listed. */
export async function closedAuditNumbers(folder: string): Promise<number[]> {
  return (await readdir(folder))
    .flatMap((name) => {
      const number = CLOSED.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    })
    .sort((a, b) => a - b);
}

/** All files in the order of the chain, by name; the current one is last, whether it exists or not. */
export async function auditFiles(folder: string): Promise<string[]> {
  return [...(await closedAuditNumbers(folder)).map(closedAuditFile), CURRENT_AUDIT_FILE];
}
