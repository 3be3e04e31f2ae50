import { GuardianError } from '../../text/guardian-error.js';
import type { Saying } from '../../text/texts.js';
import { timeFrom } from './time-from.js';

/** What is wrong with a time that was typed behind an option. */
export function wrongTime(option: string, why: 'form' | 'future'): Saying {
  return { code: 'cli.usage.time', args: { option, why } };
}

/**
 * Reads the time behind `--since`, as `timeFrom` does. One that is still to come has nothing after it, and an answer that
 * nothing was found would be taken for good news.
 *
 * @throws GuardianError `cli.usage.time`
 */
export function sinceFrom(text: string, now: Date): string {
  const at = timeFrom(text, now);
  if (at === undefined) throw new GuardianError(wrongTime('--since', 'form'));
  if (isToCome(at, now)) throw new GuardianError(wrongTime('--since', 'future'));
  return at;
}

/** @param at ISO 8601, UTC. */
export function isToCome(at: string, now: Date): boolean {
  return Date.parse(at) > now.getTime();
}
