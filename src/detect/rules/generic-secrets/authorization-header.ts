import type { Candidate, Rule } from '../../rule.js';
import { isBasicCredential } from '../../checks/base64.js';
import { isPlaceholder, isShownPassword } from '../../checks/placeholder.js';
import { entropyOf, hasDigitAndLetter, hasMixedCase, isVaried } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';

/** Schemes that are no token: what follows is signed for one request. */
const SCHEME = /^(?:AWS4-|HMAC-|SharedKey|Digest|Hawk)/i;
/** Named in front of what is signed, exchanged or, as a pair of user and password, looked at by itself. */
const SIGNED =
  /\s["']?b?["']?(?:AWS[\w-]*|\w*HMAC[\w-]*|SharedKey\w*|Digest|Hawk|Signature|Basic|Negotiate|NTLM|DPoP|SCRAM[\w-]*) /i;
/** Bits a character of a key of eight and more. */
const MIN_SHORT_ENTROPY = 2.7;

/** The pairs that the standards (RFC 7617, RFC 6749) and their readers show. */
const SHOWN_PAIR = /^(?:s6BhdRkqt3:.*|aladdin:open ?sesame|test:123|user(?:name)?:pass(?:word)?|admin:admin)$/i;

const isToken = (secret: string): boolean =>
  hasDigitAndLetter(secret) && !SCHEME.test(secret) && isVaried(secret) && !isPlaceholder(secret) && !isWordy(secret);

/** Fields whose value is made up for one request, or says what kind of thing something is. */
const NO_CREDENTIAL =
  /(?:csrf|xsrf|idempotency|dedup\w*|sec-websocket|request|correlation|session|cache|routing|partition|public|publishable|page|next|sync|continuation|surrogate|object)-?(?:token|key)\s?:/i;

const isShortToken = ({ text, secret }: Candidate): boolean =>
  !NO_CREDENTIAL.test(text) &&
  hasDigitAndLetter(secret) &&
  (hasMixedCase(secret) || (secret.match(/\d/g) ?? []).length >= 4) &&
  !isPlaceholder(secret) &&
  !isShownPassword(secret) &&
  !isWordy(secret) &&
  entropyOf(secret) >= MIN_SHORT_ENTROPY;

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'authorization-header',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'An Authorization field with its credential inside of what is sent: a logged request, a copied curl command.',
  anatomy:
    'Authorization, a colon, optionally Bearer or Token and a random value, or Basic and base64 of user:password',
  source: 'https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2',
  match: [
    {
      re: /authorization\\?["']?\s{0,2}[:=,]?\s{0,2}\\?["']?basic (?<secret>[A-Za-z0-9+/_-]{8,}={0,2})/i,
      accept: ({ secret }) =>
        isBasicCredential(secret) && !SHOWN_PAIR.test(Buffer.from(secret, 'base64').toString('latin1')),
    },
    {
      re: /authorization\\?["']?\s{0,2}[:=]\s{0,2}\\?["']?(?:[a-z][\w-]{1,24} )?(?<secret>[\w.~+/=-]{16,})/i,
      accept: ({ text, secret }) => isToken(secret) && !SIGNED.test(text),
    },
    // A command's field for a key, which may be a short one: -H "X-Api-Key: ..."
    {
      re: /(?:-H|--header)[ =]?["'](?:[\w-]*(?:token|key|secret)|authorization)\s?:\s{0,2}(?:(?:bearer|token|key|apikey) )?(?<secret>[\w.~+/=-]{8,})["']/i,
      accept: isShortToken,
    },
    // A value that code has ready for the field.
    {
      re: /(?:["'`](?:(?:bearer|token) |bearer["'], ?["'])|bearer_?auth\(["'])(?<secret>[\w.~+/=-]{20,})["'`]/i,
      accept: ({ secret }) => isToken(secret),
    },
  ],
  examples: {
    fires: [
      'curl --header "Billing-Token: Qw8zR2mX7" https://stranger.invalid',
      "curl -H 'Authorization: Basic YWxpY2U6cXo4MW14cDJ2ajV3' https://stranger.invalid",
      '{"headers":{"Authorization":"Bearer 7f3kq0z81mxp2vj5w9s4a6"}}',
      'req.setHeader("Authorization", "Basic YWxpY2U6cXo4MW14cDJ2ajV3")',
      'const auth = "Bearer 7f3kq0z81mxp2vj5w9s4a6"',
      'new AuthenticationHeaderValue("Bearer", "7f3kq0z81mxp2vj5w9s4a6")',
      'client.get(url).bearer_auth("7f3kq0z81mxp2vj5w9s4a6")',
      'Authorization: KakaoAK 25626fae796133dc1e734c6bcaaeac3c',
      "curl -H 'Authorization: GenieKey 5eb4223e-5008-46e5-be67-c7b8f2732305' https://stranger.invalid",
      'Authorization: 5eb4223e-5008-46e5-be67-c7b8f2732305',
    ],
    silent: [
      'curl -H "X-Api-Key: demokey123" https://stranger.invalid',
      'curl -H "Idempotency-Key: Qw8zR2mX7" https://stranger.invalid',
      'curl -H "X-Token: abc123def" https://stranger.invalid',
      'Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
      'Authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW',
      'Authorization: AWS4-HMAC-SHA256 Credential=c2024/20240101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=fe5f80f77d5fa3be',
      'Authorization: Negotiate YIIJvwYGKwYBBQUCoIIJszCCCa+gMDAuBgkqhkiC9xIBAgIGCSqGSIb3',
      'Authorization: Bearer $(gcloud auth print-access-token)',
      'Authorization: Bearer ${TOKEN}',
      'Authorization: Basic realm="users"',
      'Authorization Basic documentation',
      'Authorization: Bearer YOUR_ACCESS_TOKEN_2024',
      'authorization: required',
      'scheme: "Bearer token_of_the_user_2024"',
      'schemes: ["Bearer", "ApiKey", "OAuth2ClientCredentials"]',
    ],
  },
};
