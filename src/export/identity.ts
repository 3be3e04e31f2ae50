import { createHash } from 'node:crypto';
import type { Finding } from '../findings/finding.js';

/** What names a finding in other systems: its id, or a digest of it when it comes from a journal without ids. */
export function identityOf(finding: Finding): string {
  return finding.id ?? createHash('sha256').update(JSON.stringify(finding)).digest('hex');
}
