import { authenticationFields } from '../text/authentication-fields.js';
import type { Destination } from './destination.js';
import type { Candidate, Rule } from './rule.js';
import type { ScanContext } from './scan-context.js';
import { isIdentityProvider, isLinkSigner, isOneOf, isTelemetry } from './well-known-hosts.js';

/** Rules of these groups know a secret by its name or its form, and not the service that it is for. */
const OF_ANY_SERVICE: ReadonlySet<string> = new Set(['generic-secrets', 'jwt']);
/** Content of a message: a body, or a frame of a WebSocket, in which some services let clients sign in. */
const IN_CONTENT: ReadonlySet<string> = new Set(['body', 'frame']);
/** The member of a body that holds the credential, in a form or in JSON: not a message that quotes one. */
const MEMBER = /(?:^|[&"'{,\s])(?:token|(?:api_?)?key|secret|client_secret)["']?\s*[:=]\s*["']?$/i;
const HEADER = 'header:';
/** The home of what is at home wherever clients prove who they are. */
const ANYWHERE = '**';

/**
 * Whether a provider's own credential goes to that provider over TLS, and there to where it belongs: into an
 * authentication field, to a token endpoint, or into a URL or body if the provider documents that.
 */
export function isHome({ home, homeInUrl, homeInBody }: Rule, { before }: Candidate, context: ScanContext): boolean {
  if (home === undefined || context.direction !== 'outbound' || !context.secure) return false;
  const { location, host } = context;
  const belongs =
    (location === 'url' && homeInUrl === true) ||
    (IN_CONTENT.has(location) && homeInBody === true && MEMBER.test(before)) ||
    isAuthenticationField(location) ||
    (isSignIn(context) && !home.includes(ANYWHERE));
  // Last, because comparing globs costs more than all of that, and nearly nothing gets here.
  return belongs && isOneOf(host, home);
}

/**
 * Whether what could be a secret of any service stands where clients prove who they are: a cookie goes back to who gave
 * it, a client secret to the service that it was made for, a signed link to who signed it.
 */
export function provesIdentity(
  { group }: Rule,
  candidate: Candidate,
  context: ScanContext,
  destination: (host: string) => Destination,
): boolean {
  const { direction, secure, location, host } = context;
  if (!OF_ANY_SERVICE.has(group) || direction !== 'outbound' || !secure) return false;
  if (isAuthenticationField(location)) return destination(host) !== 'sink';
  if (location === 'url' && isLinkSigner(host)) return true;
  if (isTelemetry(host) && isWriteKey(candidate, location)) return true;
  return isSignIn(context) && (isIdentityProvider(host) || destination(host) === 'provider');
}

/**
 * Whether what could be a secret of any service goes where somebody visits a site: a link is followed, a form is sent
 * with which one signs in.
 */
export function isVisit({ group }: Rule, context: ScanContext): boolean {
  if (!OF_ANY_SERVICE.has(group) || !context.secure) return false;
  return context.location === 'url' || context.location === 'header:referer' || isSignIn(context);
}

/** A key under which events are sent, as the interfaces of such services call it: in the URL, or in front of all events. */
function isWriteKey({ text, secret, fromStart }: Candidate, location: string): boolean {
  if (location !== 'url' && !fromStart) return false;
  return /^(?:api[._-]?key|token|_?key)/i.test(text) && /^[\w-]{20,40}$/.test(secret);
}

/** Whether a location is a field in which clients prove who they are: `header:authorization`. */
function isAuthenticationField(location: string): boolean {
  return location.startsWith(HEADER) && authenticationFields.has(location.slice(HEADER.length).toLowerCase());
}

function isSignIn({ location, signsIn }: ScanContext): boolean {
  return location === 'body' && signsIn === true;
}
