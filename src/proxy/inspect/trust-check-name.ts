/**
 * The name under which the Guardian answers by itself, so that a client can find out whether it trusts the CA without
 * talking to anybody else. Nobody can own it: RFC 6761 §6.4 keeps `.invalid` from ever existing.
 */
export const TRUST_CHECK_HOST = 'trust-check.traffic-guardian.invalid';
