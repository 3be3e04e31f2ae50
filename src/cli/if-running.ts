import { GuardianError } from '../text/guardian-error.js';

/**
 * What a Guardian answers; undefined where none is running.
 *
 * @throws whatever else keeps it from answering.
 */
export async function ifRunning<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GuardianError && error.code === 'control.not_running') return undefined;
    throw error;
  }
}
