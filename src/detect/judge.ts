import type { Destination } from './destination.js';
import { isHome, isVisit, provesIdentity } from './expected-use.js';
import { isOnlyNamed } from './only-named.js';
import type { Candidate, Rule, Severity } from './rule.js';
import type { ScanContext } from './scan-context.js';

/** What is made of a match. */
export type Judgement =
  | { readonly kind: 'finding'; readonly severity: Severity; readonly verdict: 'REVIEW' | 'BLOCK' }
  /** Expected use, or an example that reached the agent: not worth a line. */
  | { readonly kind: 'silent'; readonly reason: 'home' | 'identity' | 'example' };

/**
 * Judges a match by where it stands and where it goes.
 *
 * @param destination Asked for outbound matches only.
 */
export function judge(
  rule: Rule,
  candidate: Candidate,
  context: ScanContext,
  destination: (host: string) => Destination,
): Judgement {
  const secret = rule.threat === 'EXFIL';
  if (rule.expected?.(candidate) === true) return { kind: 'silent', reason: 'home' };
  if (secret && isHome(rule, candidate, context)) return { kind: 'silent', reason: 'home' };
  if (secret && provesIdentity(rule, candidate, context, destination)) return { kind: 'silent', reason: 'identity' };
  if (secret && isExample(candidate.secret)) {
    if (context.direction === 'inbound') return { kind: 'silent', reason: 'example' };
    return { kind: 'finding', severity: 'low', verdict: 'REVIEW' };
  }
  if (!secret && isOnlyNamed(rule.group, candidate)) return { kind: 'silent', reason: 'example' };
  const base = rule.confidence === 'low' ? atMost(rule.severity, 'medium') : rule.severity;
  const severity =
    context.direction === 'outbound' ? leaving(base, rule, context, destination) : arriving(base, context);
  return { kind: 'finding', severity, verdict: severity === 'critical' ? 'BLOCK' : 'REVIEW' };
}

/** Rules of this group find where secrets lie, not secrets. */
const PLACES = 'places';

/** How bad it is that something leaves depends on who gets it, and who can read it on the way. */
function leaving(
  base: Severity,
  rule: Rule,
  context: ScanContext,
  destination: (host: string) => Destination,
): Severity {
  const { host, secure } = context;
  const { confidence, group } = rule;
  const highest = confidence === 'low' ? 'high' : 'critical';
  const readable = secure ? base : atMost(raised(base, 1), highest);
  switch (destination(host)) {
    case 'sink':
      return highest;
    case 'new':
      // Links with a token in them, and forms for a name and a password, are what first visits are made of.
      if (isVisit(rule, context)) return readable;
      return atMost(raised(readable, 1), highest);
    case 'provider':
      // Agents talk with their models about such files all day; reading one is another thing.
      return group === PLACES ? 'low' : lowered(readable);
    case 'known':
      return isVisit(rule, context) ? 'low' : readable;
  }
}

/** What a model asks an agent to do is a step away from being done. */
function arriving(base: Severity, { location }: ScanContext): Severity {
  return location === 'tool_call' ? raised(base, 1) : base;
}

/**
 * Whether a secret is one that documentation shows: AWS's `AKIAIOSFODNN7EXAMPLE`, Telegram's `123456:ABC-DEF1234gh...`,
 * `sk-...xxxx`, `your-key-here`, or text too regular to be random.
 */
export function isExample(secret: string): boolean {
  if (/example|placeholder|your[-_]?(?:api|secret|token|key)|redacted|changeme|dummy|<[a-z_ -]+>/i.test(secret))
    return true;
  if (/x{4,}|X{4,}|\*{4,}|\.{3,}/.test(secret)) return true;
  if (/0123456789|123456789012|abcdefghijkl|ABC-DEF1234gh/i.test(secret)) return true;
  // The claims with which jwt.io explains what a token is: {"sub":"1234567890","name":"John Doe", ...
  if (secret.includes('.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lI')) return true;
  return /(.)\1{7,}/.test(secret);
}

const ORDER: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

function atMost(severity: Severity, limit: Severity): Severity {
  return ORDER.indexOf(severity) > ORDER.indexOf(limit) ? limit : severity;
}

function raised(severity: Severity, steps: number): Severity {
  return ORDER[Math.min(ORDER.length - 1, ORDER.indexOf(severity) + steps)] ?? severity;
}

/** One step less; a secret that leaves stays worth a look. */
function lowered(severity: Severity): Severity {
  return severity === 'critical' ? 'high' : severity;
}
