/**
 * Names of header fields that a finding may show. A field's name is written by whoever sends it and could itself carry a
 * secret, so any other name is shown as `header:other` (law 3).
 */
const KNOWN_FIELDS = new Set(
  `accept accept-encoding accept-language access-control-allow-origin age allow anthropic-beta anthropic-version api-key
  apikey authorization cache-control cdn-loop connection content-disposition content-encoding content-language
  content-length content-location content-security-policy content-type cookie date dpop etag expect expires forwarded from
  git-protocol host idempotency-key if-match if-modified-since if-none-match if-range keep-alive last-modified link
  location max-forwards npm-command ocp-apim-subscription-key openai-beta openai-organization openai-project origin
  pragma priority private-token proxy-authenticate proxy-authorization range referer refresh retry-after
  sec-websocket-extensions sec-websocket-key sec-websocket-protocol sec-websocket-version server set-cookie signature
  strict-transport-security te token traceparent tracestate trailer transfer-encoding upgrade user-agent vary via warning
  www-authenticate x-access-token x-amz-security-token x-api-key x-auth-token x-csrf-token x-forwarded-for
  x-forwarded-host x-forwarded-proto x-github-token x-gitlab-token x-goog-api-key x-goog-user-project x-ms-date
  x-api-token x-auth-key job-token deploy-token x-functions-key x-consul-token x-nomad-token x-figma-token
  x-shopify-access-token x-shopify-storefront-access-token circle-token dd-api-key dd-application-key x-license-key
  x-jfrog-art-api x-nuget-apikey x-octopus-apikey x-aio-key x-algolia-api-key x-rapidapi-key x-postmark-server-token
  x-sentry-auth plaid-client-id plaid-secret x-airtable-api-key x-xsrf-token x-session-token x-real-ip x-request-id x-requested-with x-slack-signature x-subscription-token x-vault-token xi-api-key`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** The location of a header value: `header:` and the field's name in lower case, or `other`. */
export function headerLocation(name: string): `header:${string}` {
  const lower = name.toLowerCase();
  return `header:${KNOWN_FIELDS.has(lower) ? lower : 'other'}`;
}
