import picomatch from 'picomatch';
import type { Candidate, Rule, Severity } from './rule.js';
import type { ScanContext } from './scan-context.js';

/** What is made of a match. */
export type Judgement =
  | { readonly kind: 'finding'; readonly severity: Severity; readonly verdict: 'REVIEW' | 'BLOCK' }
  /** Expected use, or an example that reached the agent: not worth a line. */
  | { readonly kind: 'silent'; readonly reason: 'home' | 'example' };

/** Header fields in which a client proves who it is. */
const AUTHENTICATION_FIELDS = new Set([
  'authorization',
  'x-api-key',
  'api-key',
  'apikey',
  'x-goog-api-key',
  'x-auth-token',
  'x-access-token',
  'private-token',
  'token',
  'ocp-apim-subscription-key',
  'xi-api-key',
  'x-subscription-token',
]);

/** Judges a match by where it stands and where it goes. */
export function judge(rule: Rule, candidate: Candidate, context: ScanContext): Judgement {
  const secret = rule.threat === 'EXFIL';
  if (secret && isHome(rule, context)) return { kind: 'silent', reason: 'home' };
  if (secret && isExample(candidate.secret)) {
    if (context.direction === 'inbound') return { kind: 'silent', reason: 'example' };
    return { kind: 'finding', severity: 'low', verdict: 'REVIEW' };
  }
  const severity = rule.confidence === 'low' ? atMost(rule.severity, 'medium') : rule.severity;
  return { kind: 'finding', severity, verdict: severity === 'critical' ? 'BLOCK' : 'REVIEW' };
}

/** A provider's key in an authentication field to that provider itself, over TLS. */
function isHome(rule: Rule, context: ScanContext): boolean {
  if (rule.home === undefined || context.direction !== 'outbound' || !context.secure) return false;
  if (context.location === 'url') return rule.homeInUrl === true && isHomeHost(rule.home, context.host);
  const field = context.location.startsWith('header:') ? context.location.slice('header:'.length).toLowerCase() : '';
  if (!AUTHENTICATION_FIELDS.has(field)) return false;
  return isHomeHost(rule.home, context.host);
}

function isHomeHost(home: readonly string[], host: string): boolean {
  return picomatch.isMatch(host.toLowerCase(), [...home]);
}

/**
 * Whether a secret is one that documentation shows: AWS's `AKIAIOSFODNN7EXAMPLE`, `sk-...xxxx`, `your-key-here`, or
 * text too regular to be random.
 */
export function isExample(secret: string): boolean {
  if (/example|placeholder|your[-_]?(?:api|secret|token|key)|redacted|changeme|dummy|<[a-z_ -]+>/i.test(secret))
    return true;
  if (/x{4,}|\*{4,}|\.{3,}/i.test(secret)) return true;
  if (/0123456789|123456789012|abcdefghijkl/i.test(secret)) return true;
  return /(.)\1{7,}/.test(secret);
}

const ORDER: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

function atMost(severity: Severity, limit: Severity): Severity {
  return ORDER.indexOf(severity) > ORDER.indexOf(limit) ? limit : severity;
}
