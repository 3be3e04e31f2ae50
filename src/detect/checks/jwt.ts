import { decodeBase64Json } from './base64.js';

/**
 * Whether a text is a JSON Web Token in compact form: a header that is a JSON object naming its algorithm, and claims that
 * are one too (RFC 7519 section 7.2). The signature may be missing: the claims alone say who someone is.
 */
export function isJwt(text: string): boolean {
  const [header, claims] = text.split('.');
  if (header === undefined || claims === undefined) return false;
  const fields = decodeBase64Json(header);
  if (typeof fields?.['alg'] !== 'string') return false;
  // The claims of an encrypted token (RFC 7516) cannot be read.
  return 'enc' in fields || decodeBase64Json(claims) !== undefined;
}
