import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Authentication } from './access.js';

/** Characters of a token: 32 of base64url are 192 bits, far beyond guessing. */
const TOKEN_LENGTH = 32;
/** Names of agent groups: what fits into a URL's user part, a file name and a log line without escaping. */
const AGENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * Credentials of agent groups: an HMAC of the group's name under a key of this installation, so that none is stored
 * and each proves exactly one group. A group's credentials are revoked by raising its generation.
 */
export class Credentials {
  readonly #key: Buffer;
  readonly #generations: ReadonlyMap<string, number>;

  /**
   * @param key At least 32 random bytes that never leave the host.
   * @param generations How often each group's credential was revoked; 0 when absent.
   */
  constructor(key: Buffer, generations: ReadonlyMap<string, number>) {
    this.#key = key;
    this.#generations = generations;
  }

  /** The password for a group; the group's name is the user name. */
  tokenFor(agent: string): string {
    return createHmac('sha256', this.#key)
      .update(`traffic-guardian/proxy-credential/v1\n${agent}\n${this.#generations.get(agent) ?? 0}`)
      .digest('base64url')
      .slice(0, TOKEN_LENGTH);
  }

  /** Checks a user name and password in constant time. */
  authenticate(username: string, password: string): Authentication {
    if (!isAgentName(username)) return { kind: 'unknown' };
    const expected = Buffer.from(this.tokenFor(username), 'utf8');
    const given = Buffer.from(password, 'utf8');
    // A wrong length tells nothing: all tokens have the same one.
    const equal = given.length === expected.length && timingSafeEqual(given, expected);
    return equal ? { kind: 'agent', agent: username } : { kind: 'unknown' };
  }
}

/** Whether a text can be the name of an agent group. */
export function isAgentName(text: string): boolean {
  return AGENT_NAME.test(text);
}
