import { describe, expect, test } from '@jest/globals';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEntry } from '../../src/audit/events.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { temporaryHome, type Home } from './support/homes.js';
import { launch, program } from './support/program.js';
import { until } from './support/until.js';
import { echoServer } from './support/traffic.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import type { ProxyUrlAnswer } from '../../src/sidecar/control/answers.js';

async function entriesOf(home: Home, ...options: string[]): Promise<AuditEntry[]> {
  const { exitCode, stdout } = await program(['audit', 'show', '--json', ...options], { home });
  expect(exitCode).toBe(0);
  return (JSON.parse(stdout) as { entries: AuditEntry[] }).entries;
}

const kindsOf = (entries: AuditEntry[]): string[] => entries.map(({ event }) => event.kind);
const auditFile = (home: Home): string => join(home.path, 'log', 'audit', 'audit.jsonl');

describe('what happens on a state folder', () => {
  test('is recorded where it happens, without secrets, and verified offline', async () => {
    const server = await echoServer();
    const home = temporaryHome({ limits: { connectionsPerAgent: 2 } });
    expect((await program(['ca', 'create'], { home })).exitCode).toBe(0);
    expect((await program(['ca', 'export'], { home })).exitCode).toBe(0);
    const running = launch(['run', '--json'], { home });
    await running.says(/"event":"ready"/);
    const { localUrl } = (await callControl(home.socket, 'proxy-url', { agent: 'main' })) as ProxyUrlAnswer;
    const wrong = localUrl.replace(/:[^:@]+@/, ':wrong-password-wrong-password-00@');
    for (let n = 0; n < 5; n++) expect((await sendThrough(wrong, `http://${server.address}/`, 'x')).status).toBe(407);
    const secretHost = `deadbeef0123456789abcdef0123456789.127.0.0.1.nip.io`;
    expect((await sendThrough(localUrl, 'http://169.254.169.254/latest', 'x')).status).toBe(403);
    await sendThrough(localUrl, `http://${secretHost}/`, 'x').catch(() => undefined);
    await callControl(home.socket, 'block', {}).catch(() => undefined);
    expect((await program(['agents', 'revoke', 'main'], { home })).exitCode).toBe(0);
    expect((await sendThrough(localUrl, `http://${server.address}/`, 'x')).status).toBe(407);
    expect((await program(['ca', 'rotate', '--yes'], { home })).exitCode).toBe(0);
    expect((await program(['stop'], { home })).exitCode).toBe(0);

    const entries = await entriesOf(home, '--limit', '1000');
    expect(kindsOf(entries)).toEqual(
      expect.arrayContaining([
        'ca_created',
        'ca_exported',
        'sidecar_started',
        'credential_minted',
        'authentication_failed',
        'destination_refused',
        'control_refused',
        'credential_revoked',
        'ca_rotated',
        'sidecar_stopped',
      ]),
    );
    const failures = entries.filter(({ event }) => event.kind === 'authentication_failed');
    expect(failures.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(6);
    expect(failures.length).toBe(2);
    const text = readFileSync(auditFile(home), 'utf8');
    expect(text).not.toContain(new URL(localUrl).password);
    expect(text).not.toContain('wrong-password');
    expect(text).not.toContain('deadbeef0123456789');
    expect(await program(['audit', 'verify'], { home })).toMatchObject({ exitCode: 0 });
  });

  test('is shown by event, time, agent group and number', async () => {
    const home = temporaryHome();
    const running = launch(['run', '--json'], { home });
    await running.says(/"event":"ready"/);
    for (const agent of ['one', 'two']) await callControl(home.socket, 'revoke-agent', { agent });
    const two = await until('both are written', async () => {
      const entries = await entriesOf(home, '--event', 'credential_revoked');
      return entries.length === 2 ? entries : undefined;
    });
    expect(two.map(({ event }) => 'agent' in event && event.agent)).toEqual(['one', 'two']);
    expect(await entriesOf(home, '--agent', 'one')).toHaveLength(1);
    expect(kindsOf(await entriesOf(home, '--limit', '1'))).toEqual(['credential_revoked']);
    expect(kindsOf(await entriesOf(home, '--event', 'sidecar_started', '--event', 'credential_revoked'))).toHaveLength(
      3,
    );
    expect(await entriesOf(home, '--since', '0s')).toEqual([]);
    const { stdout } = await program(['audit', '--agent'], { home });
    expect(stdout).toBe('');
    expect((await program(['audit', 'show'], { home })).stdout).toContain('agent=two');
  });
});

describe('verify', () => {
  async function stoppedHome(): Promise<Home> {
    const home = temporaryHome();
    const running = launch(['run', '--json'], { home });
    await running.says(/"event":"ready"/);
    await program(['stop'], { home });
    return home;
  }

  test('names the line that was edited, and fails', async () => {
    const home = await stoppedHome();
    const file = auditFile(home);
    const lines = readFileSync(file, 'utf8').split('\n');
    const line = lines.findIndex((each) => each.includes('"uptime_ms":')) + 1;
    writeFileSync(file, lines.join('\n').replace('"uptime_ms":', '"uptime_ms":1'));
    const { exitCode, stdout } = await program(['audit', 'verify', '--json'], { home });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      intact: false,
      problems: [{ file: 'audit.jsonl', line, seq: line, reason: 'edited' }],
    });
    const shown = await program(['audit', 'verify'], { home });
    expect(shown.stdout).toContain(`audit.jsonl, line ${line}: line ${line} was edited`);
  });

  test('needs a line that is pinned', async () => {
    const home = await stoppedHome();
    const { stdout } = await program(['audit', 'verify', '--json'], { home });
    const { head } = JSON.parse(stdout) as { head: { seq: number; hash: string } };
    expect((await program(['audit', 'verify', '--head', `${head.seq}:${head.hash}`], { home })).exitCode).toBe(0);
    expect((await program(['audit', 'verify', '--head', `2:${'0'.repeat(64)}`], { home })).exitCode).toBe(1);
    expect((await program(['audit', 'verify', '--head', `9:${head.hash}`], { home })).exitCode).toBe(1);
    expect((await program(['audit', 'verify', '--head', 'x'], { home })).exitCode).toBe(2);
  });

  test('shows nothing that a terminal would obey', async () => {
    const home = await stoppedHome();
    appendFileSync(auditFile(home), '\u001b[31mhello\n');
    const { exitCode, stdout } = await program(['audit', 'verify'], { home });
    expect(exitCode).toBe(1);
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/\u001b/);
    expect((await program(['audit', 'show'], { home })).stdout).toContain('1 damaged line');
  });

  test('without a log says so', async () => {
    const { exitCode, stdout } = await program(['audit', 'verify', '--json'], { home: temporaryHome() });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'audit.absent' } });
  });
});

test.each([
  ['an event that there is not', ['--event', 'ca_creatd'], 'ca_created?'],
  ['a time that is none', ['--since', 'soon'], '--since'],
  ['a limit that is none', ['--limit', '0'], '--limit'],
  ['a name that is none', ['--agent', '../x'], 'name of an agent group'],
])('%s is wrong usage', async (_, options, hint) => {
  const { exitCode, stderr } = await program(['audit', 'show', ...options], { home: temporaryHome() });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(hint);
});
