import { parsedJson } from '../../validation/json.js';
import { isRecord } from '../../validation/record.js';

/** What stands behind base64: judged on its decoded form, which is never kept. */

/** A base64 or base64url text as bytes of latin1, or undefined when it is not one. */
export function decodeBase64(text: string): string | undefined {
  const standard = text.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(standard) || standard.length % 4 === 1) return undefined;
  return Buffer.from(standard, 'base64').toString('latin1');
}

/** The JSON object that a base64 text holds, or undefined. */
export function decodeBase64Json(text: string): Readonly<Record<string, unknown>> | undefined {
  const decoded = decodeBase64(text);
  if (decoded === undefined) return undefined;
  const value = parsedJson(Buffer.from(decoded, 'latin1'));
  return isRecord(value) ? value : undefined;
}

/** Whether base64 holds `user:password`, as HTTP's Basic scheme sends it (RFC 7617). */
export function isBasicCredential(text: string): boolean {
  const decoded = decodeBase64(text);
  return decoded !== undefined && /^[\x21-\x39\x3b-\x7a|~]{1,200}:/.test(decoded);
}
