import { describe, expect, test } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { isInstalled, testWith } from '../support/tools.js';
import { generateSecrets } from '../support/secrets.js';
import { until } from '../support/guardian.js';
import { runSync } from '../support/run.js';
import { auditLines } from '../support/audit-lines.js';
import { stage } from './support.js';

/** Sends lines on one connection to the control socket and returns what is answered to each. */
async function answersTo(
  socketPath: string,
  lines: readonly string[],
): Promise<{ ok: boolean; error?: { code: string } }[]> {
  const socket = connect(socketPath);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.end(lines.map((line) => `${line}\n`).join(''));
  await closed;
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { ok: boolean });
}

const MALFORMED = [
  'x',
  '{',
  '[]',
  '{"id": 1}',
  '{"id": "a", "method": "nothing"}',
  '{"id": "a", "method": "__proto__"}',
  '{"id": "a", "method": "status", "extra": 1}',
  '{"id": "a", "method": "status", "params": {"x": 1}}',
  '{"id": "a", "method": "pause", "params": {"forSeconds": 60}}',
  '{"id": "a", "method": "findings", "params": {"limit": -1}}',
];

describe('10,000 malformed control requests', () => {
  test('are each refused with a stable code; traffic and requests that are well formed go on', async () => {
    const guardian = await stage();
    const { pid } = await guardian.status();
    const all: { ok: boolean; error?: { code: string } }[] = [];
    let relayed = 0;
    for (let batch = 0; batch < 10; batch++) {
      const lines = Array.from({ length: 1_000 }, (_, i) => MALFORMED[i % MALFORMED.length]!);
      all.push(...(await answersTo(join(guardian.home, 'control.sock'), lines)));
      if ((await guardian.send('x')) === 200) relayed++;
    }
    expect(relayed).toBe(10);
    expect(all).toHaveLength(10_000);
    expect(all.filter(({ ok }) => ok)).toEqual([]);
    const codes = new Set(all.map(({ error }) => error?.code));
    expect([...codes].sort()).toEqual(['control.invalid', 'control.not_json', 'control.unknown_method']);
    const status = await guardian.status();
    expect(status).toMatchObject({ pid, state: 'watching' });
    // Repeats are folded: a flood cannot fill the disk.
    await guardian.stop();
    const refused = auditLines(guardian).filter(({ event }) => event.kind === 'control_refused');
    expect(refused.length).toBeLessThan(50);
    expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
  });
});

/** Findings that are told at once. */
const MAX_PAGE = 1_000;

describe('1,000 failures of authentication a second', () => {
  test('are refused, counted and folded, fill no disk, and an agent with its credential is served', async () => {
    const guardian = await stage();
    const { listen, pid } = await guardian.status();
    const [host = '', port = ''] = listen.split(':');
    const flooder = fileURLToPath(new URL('./flooder.js', import.meta.url));
    const flood = execa(process.execPath, [flooder, host, port, '6'], { timeout: 120_000 });
    let isOver = false;
    const over = flood.then(({ stdout }) => {
      isOver = true;
      return JSON.parse(stdout) as { failures: number; others: number; ms: number };
    });
    const served: (number | undefined)[] = [];
    const waits: number[] = [];
    while (!isOver) {
      const sentAt = performance.now();
      served.push(await guardian.send(`key ${generateSecrets(1)[0]}`));
      waits.push(Math.round(performance.now() - sentAt));
    }
    const { failures, others, ms } = await over;
    console.log(
      `${Math.round((failures * 1000) / ms)} failures a second; meanwhile ${served.length} requests of an agent, ` +
        `the slowest in ${Math.max(...waits)} ms`,
    );
    expect(failures).toBeGreaterThan(0);
    expect(others).toBe(0);
    expect(new Set(served)).toEqual(new Set([200]));
    // A fast machine serves more than one page of findings tells of.
    const told = Math.min(served.length, MAX_PAGE);
    const found = await guardian.findingsWhen((findings) => findings.length >= told);
    expect(found).toHaveLength(told);
    expect(await guardian.status()).toMatchObject({ pid, state: 'watching', supervision: { restarts: 0 } });
    await guardian.stop();
    const failed = auditLines(guardian).filter(({ event }) => event.kind === 'authentication_failed');
    expect(failed.reduce((sum, { count }) => sum + count, 0)).toBe(failures);
    // Two lines for each minute that it goes on: the first of it, and how many followed.
    expect(failed.length).toBeLessThanOrEqual(2 * Math.ceil(1 + ms / 60_000));
    // A hundred lines for ten seconds of it, whatever it comes to.
    const lines = readFileSync(join(guardian.logDir, 'sidecar.log'), 'utf8').split('\n');
    const logged = lines.filter((line) => line.includes('authentication-failed'));
    expect(logged.length).toBeLessThanOrEqual(100 * Math.ceil(1 + ms / 10_000));
  });
});

describe('thousands of made-up secrets', () => {
  test('are counted, told apart up to a bound, and do not fill the journal', async () => {
    const guardian = await stage();
    for (let message = 0; message < 23; message++) {
      const keys = Array.from({ length: 100 }, () => generateSecrets(1)[0]);
      expect(await guardian.send(keys.join('\n'))).toBe(200);
    }
    const status = await until(
      () => guardian.status(),
      ({ warnings }) => warnings.some(({ code }) => code === 'status.findings_folded'),
    );
    expect(status.warnings.map(({ code }) => code)).toContain('status.findings_folded');
    expect(status.state).toBe('watching');
    expect(status.journal.written).toBeLessThan(2_100);
  });
});

describe('descriptors that are exhausted', () => {
  testWith(isInstalled('prlimit'), 'prlimit')(
    'refuse new connections, keep what is open, and everything is served again when some are free',
    async () => {
      const guardian = await stage();
      const { pid, listen } = await guardian.status();
      runSync('prlimit', ['--nofile=60:60', '--pid', String(pid)]);
      const [host = '', port = ''] = listen.split(':');
      const held: Socket[] = [];
      for (let i = 0; i < 200; i++) {
        const socket = connect(Number(port), host);
        socket.on('error', () => undefined);
        held.push(socket);
      }
      await until(
        async () => guardian.send('x'),
        (status) => status === undefined || status >= 500,
        60_000,
      );
      for (const socket of held) socket.destroy();
      const [secret = ''] = generateSecrets(1);
      expect(
        await until(
          () => guardian.send(`key ${secret}`),
          (status) => status === 200,
          60_000,
        ),
      ).toBe(200);
      expect(await guardian.findingsWhen((findings) => findings.length === 1)).toHaveLength(1);
      expect(await guardian.status()).toMatchObject({ pid, supervision: { restarts: 0 } });
    },
  );
});
