import type { RecordedFinding } from '../src/findings/finding.js';
import { FindingsJournal } from '../src/findings/journal/journal.js';
import { redactedSnippet } from '../src/findings/redacted-snippet.js';

/** Time of the first finding of a large journal, ms since 1970, and from each to the next. */
export const START = Date.UTC(2026, 9, 1);
export const STEP_MS = 2_000;

/** Writes so many findings, about 500 bytes each, into an empty folder. @returns the journal, closed. */
export async function writeLargeJournal(folder: string, total: number): Promise<FindingsJournal> {
  const journal = await FindingsJournal.open({ folder });
  for (let n = 0; n < total; n++) {
    journal.append(finding(n));
    if (n % 5_000 === 0) await journal.flush();
  }
  await journal.close();
  return journal;
}

const patterns = ['aws_access_key', 'github_token', 'private_key_pem', 'prompt_override', 'curl_pipe_shell'];
const severities = ['low', 'medium', 'high', 'critical'] as const;

/** Nothing in one is like in the other, and each twentieth is an earlier one again. */
function finding(n: number): RecordedFinding {
  const repeat = n % 20 === 19;
  const identity = repeat ? n - 7 : n;
  const time = new Date(START + identity * STEP_MS).toISOString();
  return {
    schema_version: 'clawsec-traffic-finding/v1',
    platform: 'nanoclaw',
    id: `00000000-0000-4000-8000-${identity.toString(16).padStart(12, '0')}`,
    count: repeat ? 12 : 1,
    ...(repeat && { last_seen: new Date(START + n * STEP_MS).toISOString() }),
    direction: identity % 5 > 2 ? 'inbound' : 'outbound',
    protocol: 'https',
    threat_type: identity % 5 > 2 ? 'INJECTION' : 'EXFIL',
    pattern: patterns[identity % 5]!,
    severity: severities[(identity >> 2) % 4]!,
    source: `172.17.0.${2 + (identity % 200)}:50412`,
    dest: `api-${identity % 1000}.example-service.net:443`,
    snippet: redactedSnippet([
      { kind: 'word', text: 'Authorization: Bearer sk-' },
      { kind: 'hidden', length: 48 },
    ]),
    timestamp: time,
    agent: `agent-group-${identity % 12}`,
    flow: `flow-${identity}`,
    fingerprint: identity.toString(16).padStart(32, '0'),
    verdict: 'REVIEW',
    location: 'header:authorization',
    decoding: ['base64'],
  };
}
