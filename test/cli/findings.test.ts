import { describe, expect, test } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, RecordedFinding } from '../../src/findings/finding.js';
import { FindingsJournal } from '../../src/findings/journal/journal.js';
import { recorded } from '../findings/samples.js';
import { temporaryHome, type Home } from './support/homes.js';
import { launch, program } from './support/program.js';

interface Page {
  readonly findings: readonly Finding[];
  readonly nextCursor?: string;
  readonly skippedLines: number;
}

function journalOf({ path }: Home): string {
  return join(path, 'log', 'findings');
}

async function write(home: Home, ...findings: readonly RecordedFinding[]): Promise<void> {
  const journal = await FindingsJournal.open({ folder: journalOf(home) });
  for (const finding of findings) journal.append(finding);
  await journal.close();
}

async function page(home: Home, ...args: readonly string[]): Promise<Page> {
  const ended = await program(['findings', '--json', ...args], { home });
  expect(ended.exitCode).toBe(0);
  return JSON.parse(ended.stdout) as Page;
}

const numbers = Array.from({ length: 12 }, (_, n) => n);

describe('findings', () => {
  test('reads the journal when nothing is running, and says so beside the output', async () => {
    const home = temporaryHome();
    await write(home, ...numbers.map((n) => recorded(n)));
    const forPeople = await program(['findings', '--limit', '3'], { home });
    expect(forPeople).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(journalOf(home)) as unknown });
    expect(forPeople.stdout.split('\n')).toHaveLength(4);
    expect(forPeople.stdout).toMatch(
      /critical {2}EXFIL {6}aws_access_key +→ {2}paste\.example\.net:443 {2}main {2}AKIA‹16›/,
    );
    const asJson = await program(['findings', '--json', '--limit', '3'], { home });
    expect(JSON.parse(asJson.stdout)).toMatchObject({ skippedLines: 0 });
  });

  test('gives the same pages from the running one and from the folder', async () => {
    const home = temporaryHome();
    await write(home, ...numbers.map((n) => recorded(n)));
    const pagesFrom = async (): Promise<(string | undefined)[]> => {
      const first = await page(home, '--limit', '7');
      const second = await page(home, '--limit', '7', '--cursor', first.nextCursor ?? '');
      expect(second.nextCursor).toBeUndefined();
      return [...first.findings, ...second.findings].map(({ id }) => id);
    };
    const apart = await pagesFrom();
    expect(apart).toEqual(numbers.map((n) => recorded(n).id).reverse());
    expect((await program(['start'], { home })).exitCode).toBe(0);
    expect(await pagesFrom()).toEqual(apart);
  });

  test('passes every condition on', async () => {
    const home = temporaryHome();
    const odd = { threat_type: 'INJECTION', direction: 'inbound', pattern: 'reverse_shell' } as const;
    const now = new Date().toISOString();
    await write(
      home,
      recorded(1, { severity: 'low' }),
      recorded(2, { severity: 'medium', dest: 'api.example.net:443' }),
      recorded(3, { severity: 'high', agent: 'research', timestamp: now }),
      recorded(4, odd),
    );
    const ids = async (...args: readonly string[]): Promise<number[]> =>
      (await page(home, ...args)).findings.map(({ id = '' }) => Number.parseInt(id.slice(-4), 16)).sort();
    expect(await ids('--severity', 'low', '--severity', 'high')).toEqual([1, 3]);
    expect(await ids('--min-severity', 'high')).toEqual([3, 4]);
    expect(await ids('--threat-type', 'INJECTION')).toEqual([4]);
    expect(await ids('--pattern', 'reverse_shell', '--direction', 'inbound')).toEqual([4]);
    expect(await ids('--dest', 'API.')).toEqual([2]);
    expect(await ids('--agent', 'research')).toEqual([3]);
    expect(await ids('--since', '1h')).toEqual([3]);
    expect(await ids('--since', '2026-11-05', '--until', '2026-11-05T10:00:02Z')).toEqual([1, 2]);
  });

  test('names every wrong option at once, with what to do, and never the value', async () => {
    const home = temporaryHome();
    const wrong = ['--since', 'tomorrow', '--limit', '0', '--severity', 'dire', '--pattern', 'hunter2!'];
    const ended = await program(['findings', ...wrong, '--json'], { home });
    expect(ended.exitCode).toBe(2);
    const { error } = JSON.parse(ended.stdout) as { error: { code: string; message: string } };
    expect(error.code).toBe('cli.usage.options');
    for (const flag of ['--since', '--limit', '--severity', '--pattern']) expect(error.message).toContain(flag);
    expect(error.message).toContain('"--severity" must be one of');
    expect(error.message).not.toContain('hunter2');
    const below = await program(['findings', '--limit', '-1'], { home });
    expect(below.stderr).toContain('"--limit" is outside its range (1 to 1000)');
    const order = await program(['findings', '--since', '1h', '--until', '2h', '--json'], { home });
    expect(order.exitCode).toBe(2);
    expect(JSON.parse(order.stdout)).toMatchObject({ error: { code: 'journal.time_order' } });
  });

  test('--incidents tells what came in and what left after it, from the folder and from the running one', async () => {
    const home = temporaryHome();
    const now = Date.now();
    const at = (minutesAgo: number): string => new Date(now - minutesAgo * 60_000).toISOString();
    const inbound = { direction: 'inbound', threat_type: 'INJECTION', pattern: 'reverse_shell' } as const;
    await write(
      home,
      recorded(1, { ...inbound, severity: 'high', dest: 'evil.example:443', timestamp: at(9) }),
      recorded(2, { timestamp: at(8) }),
      recorded(3, { agent: 'research', timestamp: at(7) }),
    );
    const told = await program(['findings', '--incidents'], { home });
    expect(told.stdout).toMatch(
      /critical, agent group main: 1 finding came in from evil\.example:443, then 1 finding left to paste\.example\.net:443\.\n.*← {2}reverse_shell.*\n.*→ {2}aws_access_key/,
    );
    const asJson = await program(['findings', '--incidents', '--json'], { home });
    const { incidents } = JSON.parse(asJson.stdout) as { incidents: unknown[] };
    expect(incidents).toMatchObject([{ agent: 'main', came_in: 1, left: 1 }]);
    const others = await program(['findings', '--incidents', '--agent', 'research'], { home });
    expect(others.stdout).toMatch(/^No incidents/);
    expect((await program(['start'], { home })).exitCode).toBe(0);
    const running = await program(['findings', '--incidents', '--json'], { home });
    expect(JSON.parse(running.stdout)).toEqual({ incidents });
  });

  test('--incidents refuses what says nothing about incidents', async () => {
    const ended = await program(['findings', '--incidents', '--pattern', 'reverse_shell'], { home: temporaryHome() });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('--pattern');
  });

  test('--follow prints what is there, then what comes, each once, and ends with Ctrl-C', async () => {
    const home = temporaryHome();
    await write(home, recorded(1), recorded(2, { severity: 'low' }), recorded(3));
    const { child, says, output } = launch(['findings', '--follow', '--min-severity', 'high', '--json'], { home });
    await says(/"id":"[^"]*3"/);
    const folder = journalOf(home);
    for (const n of [4, 5]) appendFileSync(join(folder, 'findings.jsonl'), `${JSON.stringify(recorded(n))}\n`);
    await says(/"id":"[^"]*5"/);
    child.kill('SIGINT');
    expect((await child).exitCode).toBe(0);
    const seen = [...output().matchAll(/"id":"[^"]*(\d)"/g)].map(([, n]) => Number(n));
    expect(seen).toEqual([1, 3, 4, 5]);
  });

  test('--follow ends when nobody reads any more', async () => {
    const home = temporaryHome();
    await write(home, recorded(1));
    const { child, says } = launch(['findings', '--follow'], { home });
    await says(/aws_access_key/);
    child.stdout.destroy();
    for (const n of [2, 3, 4]) {
      appendFileSync(join(journalOf(home), 'findings.jsonl'), `${JSON.stringify(recorded(n))}\n`);
    }
    expect((await child).exitCode).toBe(0);
  });
});
