import { describe, expect, test } from '@jest/globals';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../src/findings/finding.js';
import { FindingsJournal } from '../../src/findings/journal/journal.js';
import { recorded } from '../findings/samples.js';
import { run } from '../support/run.js';
import { temporaryHome, type Home } from './support/homes.js';
import { environmentOf, MAIN, program } from './support/program.js';

/** What Linux has for a disk without room, full(4). */
const FULL = '/dev/full';
const onLinux = existsSync(FULL) ? test : test.skip;

const numbers = Array.from({ length: 80 }, (_, n) => n);

async function homeWithFindings(): Promise<Home> {
  const home = temporaryHome();
  const journal = await FindingsJournal.open({ folder: dirname(journalFile(home)) });
  for (const n of numbers) journal.append(recorded(n, { severity: n % 2 === 0 ? 'low' : 'high' }));
  await journal.close();
  return home;
}

function journalFile({ path }: Home): string {
  return join(path, 'log', 'findings', 'findings.jsonl');
}

describe('findings --format', () => {
  test('writes all that fit, not a page of them, newest first', async () => {
    const home = await homeWithFindings();
    const lines = async (...args: string[]): Promise<Finding[]> => {
      const { exitCode, stdout } = await program(['findings', '--format', 'jsonl', ...args], { home });
      expect(exitCode).toBe(0);
      return stdout.split('\n').map((line) => JSON.parse(line) as Finding);
    };
    expect((await lines()).map(({ id }) => id)).toEqual(numbers.map((n) => recorded(n).id).reverse());
    expect(await lines('--min-severity', 'high')).toHaveLength(40);
    expect(await lines('--limit', '3')).toHaveLength(3);
  });

  test.each([
    ['json', /^\{"findings":\[\n\{.*\]\}$/s],
    ['csv', /^timestamp,last_seen,.*\r\n.*\n/s],
    ['sarif', /^\{"\$schema":"[^"]+","version":"2\.1\.0",.*\}$/s],
    ['ocsf', /^\{"category_uid":2,.*"class_uid":2004,/s],
    ['cef', /^CEF:0\|NanoClaw\|Traffic Guardian\|\d/s],
  ])('%s stands on standard output and nothing else', async (format, form) => {
    const home = await homeWithFindings();
    const { exitCode, stdout, stderr } = await program(['findings', '--format', format], { home });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(form);
  });

  test('an empty journal is an empty document', async () => {
    const home = temporaryHome();
    const { stdout } = await program(['findings', '--format', 'json'], { home });
    expect(JSON.parse(stdout)).toEqual({ findings: [] });
  });

  test('says how many damaged lines were left out', async () => {
    const home = await homeWithFindings();
    appendFileSync(journalFile(home), 'damaged\n{"timestamp":1}\n');
    const { exitCode, stdout, stderr } = await program(['findings', '--format', 'jsonl'], { home });
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(numbers.length);
    expect(stderr).toContain('2 damaged lines');
  });

  onLinux.each(['--format csv', '--json', '--limit 80'])(
    'a full disk is no success: an export that is cut off is not taken for whole (%s)',
    async (form) => {
      const home = await homeWithFindings();
      const { exitCode, stderr } = await run('sh', ['-c', `node ${MAIN} findings ${form} > ${FULL}`], {
        env: environmentOf(home),
        extendEnv: false,
        reject: false,
      });
      expect(exitCode).toBe(1);
      expect(stderr).toContain('could not be written (ENOSPC)');
    },
  );

  test('refuses an unknown format, and what does not go together', async () => {
    const home = await homeWithFindings();
    const refused = async (...args: string[]): Promise<unknown> => {
      const { exitCode, stdout } = await program(['findings', '--json', ...args], { home });
      expect(exitCode).toBe(2);
      return JSON.parse(stdout);
    };
    const code = (name: string): unknown => ({ error: expect.objectContaining({ code: name }) as unknown });
    expect(await refused('--format', 'xml')).toEqual(code('cli.usage.format'));
    expect(await refused('--format', 'csv', '--follow')).toEqual(code('cli.usage.format_with'));
    // With --json a program is given JSON, or the reason why not.
    expect(await refused('--format', 'csv')).toEqual(code('cli.usage.format_with'));
    expect(await refused('--format', 'cef')).toEqual(code('cli.usage.format_with'));
  });

  test('takes the same memory for 100,000 findings: a heap in which they have no room is enough', async () => {
    const home = temporaryHome();
    mkdirSync(dirname(journalFile(home)), { recursive: true });
    const line = JSON.stringify(recorded(1)).replace(recorded(1).id, 'ID');
    const many = 100_000;
    for (let n = 0; n < many; n += 10_000) {
      const ids = Array.from({ length: 10_000 }, (_, i) => recorded(n + i).id);
      writeFileSync(journalFile(home), ids.map((id) => `${line.replace('ID', id)}\n`).join(''), { flag: 'a' });
    }
    const env = { NODE_OPTIONS: '--max-old-space-size=64' };
    const { exitCode, stdout } = await program(['findings', '--format', 'csv'], { home, env });
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(many + 1);
  });
});
