/**
 * The end of a path at which clients sign in or renew what they signed in with: token endpoints of OAuth 2.0 (RFC 6749,
 * section 3.2) as services name them, and forms that take a name and a password.
 */
const SIGN_IN =
  /(?:^|[/.:])(?:(?:oauth2?|openid-connect|o)(?:[./]v?[\d.]+)?[./](?:access_?token|access|token|revoke|introspect)|access_token|tokens?|auth|authenticate|authorize|log[-_]?in|sign[-_]?in|signInWithPassword|sessions?|refresh(?:[-_]?token)?)\/?$/i;

/** Whether the target of a request is where a client signs in. */
export function isSignIn(target: string): boolean {
  const path = /^[^?#]*/.exec(target)?.[0] ?? '';
  return SIGN_IN.test(path);
}
