// How fast a large journal answers. Builds 1,000,000 findings (about 500 MB) in a temporary folder, then measures.
//   npm run build && node build/bench/journal.js [findings]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { FindingsReader } from '../src/findings/journal/query/reader.js';
import { START, STEP_MS, writeLargeJournal } from './large-journal.js';

const total = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'tg-journal-bench-'));
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
  const journal = await writeLargeJournal(folder, total);
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
    reader.query({ dest: 'API-1.', agent: 'agent-group-1', until: new Date(START + 2_000_000).toISOString() }),
  );
  await timed('critical, of an agent that never occurs', () =>
    reader.query({ minSeverity: 'critical', agent: 'nobody' }),
  );
  const since = new Date(START + (total - 1800) * STEP_MS).toISOString();
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
