import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/findings/finding.js';
import { temporaryHome } from './support/homes.js';
import { program } from './support/program.js';
import { echoServer } from './support/traffic.js';

interface Demo {
  readonly complete: boolean;
  readonly guardian: string;
  readonly findings: readonly Finding[];
  readonly missing: readonly string[];
}

const expected = ['ai_api_key', 'pipe_to_shell', 'private_key_pem', 'reverse_shell'];

describe('demo', () => {
  test('shows findings through a Guardian of its own and leaves nothing behind', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'tg-'));
    try {
      // Settings of the operator's own Guardian do not reach the temporary one.
      const env = { TMPDIR: temporary, NANOCLAW_TRAFFIC_GUARDIAN_LOG_DIR: join(temporary, 'operator-log') };
      const ended = await program(['demo'], { env });
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      for (const pattern of expected) expect(ended.stdout).toContain(pattern);
      expect(ended.stdout).not.toMatch(/[0-9a-f]{24}/);
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  });

  test('uses the running one when it lets a port on loopback be reached, again and again', async () => {
    const server = await echoServer();
    await server.close();
    const home = temporaryHome({ allowHostServices: [server.address] });
    expect((await program(['start'], { home })).exitCode).toBe(0);
    for (let time = 0; time < 2; time++) {
      const ended = await program(['demo', '--json'], { home });
      const demo = JSON.parse(ended.stdout) as Demo;
      expect(demo).toMatchObject({ complete: true, guardian: 'running', missing: [] });
      expect(demo.findings.map(({ pattern }) => pattern).sort()).toEqual(expected);
    }
    expect(readFileSync(join(home.path, 'log', 'findings', 'findings.jsonl'), 'utf8').split('\n')).toHaveLength(9);
  });

  test('leaves a running one alone that lets nothing be reached', async () => {
    const home = temporaryHome();
    expect((await program(['start'], { home })).exitCode).toBe(0);
    const ended = await program(['demo', '--json'], { home });
    expect(JSON.parse(ended.stdout)).toMatchObject({ complete: true, guardian: 'own' });
    const { stdout } = await program(['findings', '--json'], { home });
    expect(JSON.parse(stdout)).toMatchObject({ findings: [] });
  });
});
