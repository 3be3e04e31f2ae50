import picomatch from 'picomatch';

/** Where clients of large services sign in, as the references of those services name the hosts of their token endpoints. */
const IDENTITY_PROVIDERS = [
  'accounts.google.com',
  'oauth2.googleapis.com',
  'securetoken.googleapis.com',
  'identitytoolkit.googleapis.com',
  'www.googleapis.com',
  'login.microsoftonline.com',
  'login.live.com',
  'auth.openai.com',
  '*.anthropic.com',
  'platform.claude.com',
  'api.amazon.com',
  'oidc.*.amazonaws.com',
  'cognito-idp.*.amazonaws.com',
  '*.amazoncognito.com',
  '*.auth0.com',
  '*.okta.com',
  'auth.atlassian.com',
  'login.salesforce.com',
  'test.salesforce.com',
  '*.my.salesforce.com',
  'slack.com',
  'discord.com',
  'id.twitch.tv',
  'accounts.spotify.com',
  'www.linkedin.com',
  'api.dropbox.com',
  'api.dropboxapi.com',
  'zoom.us',
  'api.twitter.com',
  'api.x.com',
  'www.reddit.com',
  'api.notion.com',
  'api.hubapi.com',
  'api.linear.app',
  'connect.stripe.com',
  'api-m.paypal.com',
  'auth.docker.io',
  'hub.docker.com',
  'oauth.yandex.ru',
  'oauth.yandex.com',
  'accounts.zoho.com',
  'www.strava.com',
  'api.fitbit.com',
  'app.asana.com',
  'api.box.com',
  'api.figma.com',
  'identity.xero.com',
  'oauth.platform.intuit.com',
];

/** Hosts that give out links to files with a signature in them, which only they accept: releases, raw files, artifacts. */
const LINK_SIGNERS = ['*.githubusercontent.com'];

/**
 * Where pages and programs report what was used and what went wrong, with a key that only allows to write and stands in
 * every page that uses it, as these services' own documentation says.
 */
const TELEMETRY = [
  '*.amplitude.com',
  '*.mixpanel.com',
  '*.google-analytics.com',
  '*.algolia.net',
  '*.algolianet.com',
  '*.segment.io',
  '*.segment.com',
  '*.rudderstack.com',
  '*.posthog.com',
  '*.statsigapi.net',
  '*.launchdarkly.com',
  '*.bugsnag.com',
  '*.rollbar.com',
  '*.browser-intake-datadoghq.com',
  '*.sentry.io',
  '*.intercom.io',
  '*.heapanalytics.com',
  '*.fullstory.com',
  '*.braze.com',
];

/** Whether a host, in whatever case, is one of those that globs name. */
export function isOneOf(host: string, globs: readonly string[]): boolean {
  return picomatch.isMatch(host.toLowerCase(), [...globs]);
}

/** The same for globs that are asked about again and again. */
function oneOf(globs: readonly string[]): (host: string) => boolean {
  const matches = picomatch([...globs]);
  return (host) => matches(host.toLowerCase());
}

/** Whether clients of a large service sign in at a host. */
export const isIdentityProvider = oneOf(IDENTITY_PROVIDERS);

/** Whether a host signs the links that it gives out. */
export const isLinkSigner = oneOf(LINK_SIGNERS);

/** Whether a host takes reports, under a key that is no secret. */
export const isTelemetry = oneOf(TELEMETRY);
