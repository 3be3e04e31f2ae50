// How fast a large journal answers. Builds 1,000,000 findings (about 500 MB) in a temporary folder, then measures.
//   npm run build && node build/bench/journal.js [findings] [--keep folder]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { FindingsJournal } from '../src/findings/journal/journal.js';
import { FindingsReader } from '../src/findings/journal/query/reader.js';
import type { RecordedFinding } from '../src/findings/finding.js';
import { redactedSnippet } from '../src/findings/redacted-snippet.js';

const total = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'tg-journal-bench-'));
const start = Date.UTC(2026, 9, 1);
const stepMs = 2_000;
const patterns = ['aws_access_key', 'github_token', 'private_key_pem', 'prompt_override', 'curl_pipe_shell'];
const severities = ['low', 'medium', 'high', 'critical'] as const;

function finding(n: number): RecordedFinding {
  const repeat = n % 20 === 19;
  const identity = repeat ? n - 7 : n;
  const time = new Date(start + identity * stepMs).toISOString();
  return {
    schema_version: 'clawsec-traffic-finding/v1',
    platform: 'nanoclaw',
    id: `00000000-0000-4000-8000-${identity.toString(16).padStart(12, '0')}`,
    count: repeat ? 12 : 1,
    ...(repeat && { last_seen: new Date(start + n * stepMs).toISOString() }),
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

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const rounds: number[] = [];
  let result = await once();
  for (let i = 0; i < 4; i++) result = await once();
  const [fastest, , median, , slowest] = rounds.sort((a, b) => a - b).map((ms) => ms.toFixed(1));
  const rss = Math.round(process.memoryUsage().rss / 1048576);
  console.log(`${name.padEnd(52)} median ${median} ms (${fastest} to ${slowest}), rss ${rss} MB`);
  return result;
  async function once(): Promise<T> {
    const begun = performance.now();
    const value = await work();
    rounds.push(performance.now() - begun);
    return value;
  }
}

try {
  const begun = performance.now();
  const journal = await FindingsJournal.open({ folder });
  for (let n = 0; n < total; n++) {
    journal.append(finding(n));
    if (n % 5_000 === 0) await journal.flush();
  }
  await journal.close();
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${journal.status.written} lines written in ${seconds.toFixed(1)} s`, journal.status);

  const reader = new FindingsReader(folder);
  const page = await timed('newest page of 50', () => reader.query());
  console.log(page.findings.length, page.scanned);
  await timed('newest page of 1000', () => reader.query({ limit: 1000 }));
  const deep = await timed('a pattern that never occurs', () => reader.query({ pattern: 'never_occurs' }));
  console.log(deep.scanned);
  await timed('dest text that never occurs', () => reader.query({ dest: 'nowhere.example.org' }));
  await timed('dest text that every line has elsewhere', () => reader.query({ dest: 'nanoclaw' }));
  await timed('dest text that every line has, of an agent that never occurs', () =>
    reader.query({ dest: 'example-service', agent: 'nobody' }),
  );
  await timed('dest text in the oldest thousand only', () =>
    reader.query({ dest: 'API-1.', agent: 'agent-group-1', until: new Date(start + 2_000_000).toISOString() }),
  );
  await timed('critical, of an agent that never occurs', () =>
    reader.query({ minSeverity: 'critical', agent: 'nobody' }),
  );
  const since = new Date(start + (total - 1800) * stepMs).toISOString();
  const recent = await timed('last hour, a pattern that never occurs', () =>
    reader.query({ since, pattern: 'never_occurs' }),
  );
  console.log(recent.scanned);
  await timed('summary of the last hour', () => reader.summary({ since }));
  const summary = await timed('summary of everything', () => reader.summary());
  console.log(summary.total, summary.scanned);
  for (const order of ['newest-first', 'oldest-first'] as const) {
    const from = performance.now();
    let count = 0;
    for await (const each of reader.readAll({}, order)) if (each.id !== undefined) count++;
    const rss = Math.round(process.memoryUsage().rss / 1048576);
    console.log(
      `read all ${order}: ${count} findings in ${((performance.now() - from) / 1000).toFixed(1)} s, rss ${rss} MB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
