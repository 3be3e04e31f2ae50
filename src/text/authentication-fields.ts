/**
 * Header fields in which a client proves who it is: those of HTTP (RFC 9110, RFC 6265) and of the services whose tokens
 * the rules know, as their own references name them. In lower case.
 */
export const authenticationFields: ReadonlySet<string> = new Set(
  `authorization cookie token apikey api-key x-api-key x-api-token x-auth-key x-auth-token x-access-token private-token
  job-token deploy-token x-github-token x-gitlab-token x-goog-api-key x-functions-key ocp-apim-subscription-key
  x-amz-security-token xi-api-key x-subscription-token x-vault-token x-consul-token x-nomad-token x-figma-token
  x-shopify-access-token x-shopify-storefront-access-token circle-token dd-api-key dd-application-key x-license-key
  x-jfrog-art-api x-nuget-apikey x-octopus-apikey x-aio-key x-algolia-api-key x-rapidapi-key x-postmark-server-token
  x-honeycomb-team x-sentry-auth plaid-client-id plaid-secret x-airtable-api-key x-csrf-token x-xsrf-token x-session-token`.split(
    /\s+/,
  ),
);
