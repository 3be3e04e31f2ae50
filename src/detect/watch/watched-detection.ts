import { redactedSnippet } from '../../findings/redacted-snippet.js';
import { judge } from '../judge.js';
import type { Matcher } from '../matcher.js';
import { fingerprint } from '../redact.js';
import type { Detection, ScanContext } from '../scan-context.js';
import { isOneOf } from '../well-known-hosts.js';
import type { WatchEntry } from './watch-entry.js';

/**
 * What is reported when a watched secret leaves; undefined when it goes where it belongs: to a host that the operator
 * named for it, or, when a rule knows this kind of secret, to that provider as its own credential. A canary belongs
 * nowhere.
 *
 * @param secret The secret itself, as it stood in the text.
 * @param matcher The rules for what leaves; asked about the secret alone.
 */
export function watchedDetection(
  entry: WatchEntry,
  secret: Uint8Array,
  context: ScanContext,
  key: Buffer,
  matcher: Matcher,
): Detection | undefined {
  if (entry.kind === 'secret' && (isExpected(entry, context) || isAtHome(secret, context, matcher))) return undefined;
  const canary = entry.kind === 'canary';
  return {
    pattern: canary ? 'canary_token' : 'watched_secret',
    variant: entry.kind,
    threat: 'EXFIL',
    severity: 'critical',
    verdict: 'BLOCK',
    // The name is the operator's own word for it; nothing here comes from the traffic.
    snippet: redactedSnippet([
      { kind: 'word', text: entry.name },
      { kind: 'word', text: ' ' },
      { kind: 'hidden', length: entry.length },
    ]),
    fingerprint: fingerprint(Buffer.from(secret).toString('latin1'), key),
    location: context.location,
    decoding: [],
  };
}

function isExpected({ expectedHosts }: WatchEntry, { host, secure }: ScanContext): boolean {
  return secure && expectedHosts.length > 0 && isOneOf(host, expectedHosts);
}

function isAtHome(secret: Uint8Array, context: ScanContext, matcher: Matcher): boolean {
  let home = false;
  matcher.find({ bytes: secret, atStart: true, atEnd: true }, ({ rule }, candidate) => {
    const judgement = judge(rule, candidate, context, () => 'known');
    if (judgement.kind === 'silent' && judgement.reason === 'home') home = true;
  });
  return home;
}
