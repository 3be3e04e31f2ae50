import { GuardianError } from '../text/guardian-error.js';
import { messageOf } from '../text/unknown-error.js';

/** What is said when a file or folder cannot be read, written or removed: `state.file` with the system's reason. */
export function fileError(file: string, error: unknown): GuardianError {
  return new GuardianError({ code: 'state.file', args: { file, reason: messageOf(error) } }, { cause: error });
}
