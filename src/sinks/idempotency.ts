import type { Finding } from '../findings/finding.js';

/**
 * Names a line of the journal: a finding is written again, under the same id, when it was repeated, and its count grows.
 * Receivers that have seen a key need not look at it again.
 */
export function keyOf({ id = '', count = 1 }: Pick<Finding, 'id' | 'count'>): string {
  return `${id}.${count}`;
}
