import type { Detection } from '../detect/scan-context.js';
import { severities } from '../findings/finding.js';
import type { Content } from '../observe/content.js';

/** Most different things that are remembered of one message. */
const MAX_REMEMBERED = 2_000;

/**
 * What was found in messages that are read in several ways: what a model says stands in the events of a stream, joined, and
 * for some interfaces once more as a whole at its end, and is one thing. Nothing is kept of a message that is over.
 */
export class MessageFindings {
  readonly #found = new WeakMap<object, Map<string, number>>();

  /** Whether something was not found in the message so far, or not as severe. */
  isNew({ message }: Content, { pattern, fingerprint, severity }: Detection): boolean {
    if (message === undefined) return true;
    let found = this.#found.get(message);
    if (found === undefined) this.#found.set(message, (found = new Map<string, number>()));
    const key = `${pattern} ${fingerprint}`;
    const rank = severities.indexOf(severity);
    if (rank <= (found.get(key) ?? -1)) return false;
    if (found.size < MAX_REMEMBERED) found.set(key, rank);
    return true;
  }
}
