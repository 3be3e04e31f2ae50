import { decodeBase64Json } from './base64.js';

/** The role that a project of Supabase gives to everybody: its key stands in each page (https://supabase.com/docs/guides/api/api-keys). */
export function isForEverybody(token: string): boolean {
  const claims = decodeBase64Json(token.split('.')[1] ?? '');
  return claims?.['role'] === 'anon' && claims['iss'] === 'supabase';
}

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
