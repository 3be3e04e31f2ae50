import { authenticationFields } from '../../text/authentication-fields.js';

/**
 * Names of header fields that a finding may show. A field's name is written by whoever sends it and could itself carry a
 * secret, so any other name is shown as `header:other` (law 3).
 */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...authenticationFields,
  ...`accept accept-encoding accept-language access-control-allow-origin age allow anthropic-beta anthropic-version
  cache-control cdn-loop connection content-disposition content-encoding content-language content-length
  content-location content-security-policy content-type date dpop etag expect expires forwarded from git-protocol host
  idempotency-key if-match if-modified-since if-none-match if-range keep-alive last-modified link location
  max-forwards npm-command openai-beta openai-organization openai-project origin pragma priority proxy-authenticate
  proxy-authorization range referer refresh retry-after sec-websocket-extensions sec-websocket-key
  sec-websocket-protocol sec-websocket-version server set-cookie signature strict-transport-security te traceparent
  tracestate trailer transfer-encoding upgrade user-agent vary via warning www-authenticate x-forwarded-for
  x-forwarded-host x-forwarded-proto x-goog-user-project x-ms-date x-real-ip x-request-id x-requested-with
  x-slack-signature`.split(/\s+/),
]);

/** The location of a header value: `header:` and the field's name in lower case, or `other`. */
export function headerLocation(name: string): `header:${string}` {
  const lower = name.toLowerCase();
  return `header:${KNOWN_FIELDS.has(lower) ? lower : 'other'}`;
}
