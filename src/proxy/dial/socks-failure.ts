import { messageOf } from '../../text/unknown-error.js';

/**
 * What a SOCKS proxy answers when there is no connection (RFC 1928 §3 and §6, RFC 1929 §2), by words of the package, which
 * gives no codes.
 */
const CODES: readonly (readonly [words: string, code: string])[] = [
  ['timed out', 'ETIMEDOUT'],
  ['Authentication failed', 'SOCKS_AUTH_FAILED'],
  ['no accepted authentication type', 'SOCKS_AUTH_FAILED'],
  ['- NotAllowed', 'EACCES'],
  ['- NetworkUnreachable', 'ENETUNREACH'],
  ['- HostUnreachable', 'EHOSTUNREACH'],
  ['- ConnectionRefused', 'ECONNREFUSED'],
  ['- TTLExpired', 'ETIMEDOUT'],
  ['Socket closed', 'ECONNRESET'],
];
/** The system's code in the text of an error, such as `connect ECONNREFUSED 127.0.0.1:1080`. */
const SYSTEM_CODE = /\bE[A-Z]{3,}\b/;

/** Why a SOCKS proxy gave no connection: the system's code where there is one. */
export function socksFailure(error: unknown): string {
  const message = messageOf(error);
  const known = CODES.find(([words]) => message.includes(words));
  return known?.[1] ?? SYSTEM_CODE.exec(message)?.[0] ?? 'SOCKS_FAILED';
}
