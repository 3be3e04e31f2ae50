import { describe, expect, test } from '@jest/globals';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { callControl } from '../../src/sidecar/control/client.js';
import { generateSecrets } from '../support/secrets.js';
import { until } from '../support/guardian.js';
import { auditLines } from '../support/audit-lines.js';
import { journalLines, processState, stage } from './support.js';

describe('a sidecar that is killed under load', () => {
  test('is back, its journal is whole, and what was confirmed before and sent after is there once', async () => {
    const guardian = await stage();
    const before = generateSecrets(20);
    for (const secret of before) expect(await guardian.send(`key ${secret}`)).toBe(200);
    await guardian.findingsWhen((findings) => findings.length === before.length);
    const { pid, listen } = await guardian.status();

    // Load goes on through the crash; each request has an answer or an error, and none hangs.
    const under = generateSecrets(400);
    const outcomes: (number | undefined)[] = [];
    let over = false;
    const load = Array.from({ length: 4 }, async () => {
      while (!over && under.length > 0) outcomes.push(await guardian.send(`key ${under.pop()!}`));
    });
    await until(
      async () => outcomes.length,
      (sent) => sent >= 20,
    );
    const killedAt = performance.now();
    process.kill(pid, 'SIGKILL');
    await until(
      async () => outcomes.includes(undefined) && (await guardian.send('x')) === 200,
      (back) => back,
      60_000,
    );
    console.log(`relaying again ${Math.round(performance.now() - killedAt)} ms after SIGKILL`);
    over = true;
    await Promise.all(load);
    expect(new Set(outcomes)).toEqual(new Set([200, undefined]));

    const after = generateSecrets(20);
    for (const secret of after) expect(await guardian.send(`key ${secret}`)).toBe(200);
    const status = await guardian.statusWhen(({ pid: now, journal }) => now !== pid && journal.written >= after.length);
    expect(status).toMatchObject({ listen, supervision: { restarts: 1, last_crash: { detail: 'SIGKILL' } } });
    expect(status.warnings.map(({ code }) => code)).toContain('status.crashed');
    const lines = journalLines(guardian);
    const fingerprints = lines.map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
    // Every line of before and after; of what was under way at most what was answered.
    expect(lines.length).toBeGreaterThanOrEqual(before.length + after.length);
    expect(lines.length).toBeLessThanOrEqual(before.length + after.length + outcomes.length);
    await until(
      async () => auditLines(guardian).map(({ event }) => event.kind),
      (kinds) => kinds.includes('sidecar_crashed') && kinds.includes('sidecar_restarted'),
    );
    expect(auditLines(guardian).find(({ event }) => event.kind === 'sidecar_crashed')?.event).toMatchObject({ pid });
  });
});

describe('a sidecar that is stopped and continued', () => {
  test('delays what is under way, says nothing meanwhile, and loses nothing', async () => {
    const guardian = await stage();
    const { pid } = await guardian.status();
    const [first = '', second = ''] = generateSecrets(2);
    expect(await guardian.send(`key ${first}`)).toBe(200);
    process.kill(pid, 'SIGSTOP');
    await until(
      async () => processState(pid),
      (state) => state.startsWith('T'),
    );
    const waiting = guardian.send(`key ${second}`);
    const asked = callControl(join(guardian.home, 'control.sock'), 'status', {}, 500);
    await expect(asked).rejects.toMatchObject({ code: 'control.no_answer' });
    process.kill(pid, 'SIGCONT');
    expect(await waiting).toBe(200);
    expect(await guardian.findingsWhen((findings) => findings.length === 2)).toHaveLength(2);
    expect(await guardian.status()).toMatchObject({ pid, supervision: { restarts: 0 } });
  });

  test('ends when it is told to stop, at the latest when it is continued', async () => {
    const guardian = await stage({ limits: { drainTimeoutMs: 100 } });
    const { pid } = await guardian.status();
    process.kill(pid, 'SIGSTOP');
    const stopping = guardian.stop();
    process.kill(pid, 'SIGCONT');
    await stopping;
    expect(processState(pid)).toBe('');
  });
});

describe('a sidecar that is stopped and not continued', () => {
  test('is taken for hung, ended and started again; status and audit say so, and traffic goes on', async () => {
    const guardian = await stage({}, { lookMs: 500, silentLooks: 20 });
    const { pid } = await guardian.status();
    const [first = '', second = ''] = generateSecrets(2);
    expect(await guardian.send(`key ${first}`)).toBe(200);
    await guardian.findingsWhen((findings) => findings.length === 1);
    process.kill(pid, 'SIGSTOP');
    await until(
      async () => processState(pid),
      (state) => state === '',
      60_000,
    );
    await until(
      async () => guardian.send(`key ${second}`),
      (status) => status === 200,
      60_000,
    );
    expect(await guardian.findingsWhen((findings) => findings.length === 2)).toHaveLength(2);
    const detail = 'no sign of life for 10 s';
    expect(await guardian.status()).toMatchObject({ supervision: { restarts: 1, last_crash: { detail } } });
    await until(
      async () => auditLines(guardian).map(({ event }) => event.kind),
      (kinds) => kinds.includes('sidecar_restarted'),
    );
    expect(auditLines(guardian).find(({ event }) => event.kind === 'sidecar_crashed')?.event).toMatchObject({
      pid,
      detail,
    });
  });
});

describe('a state folder that is removed while it runs', () => {
  test('stops no traffic; the control socket and the stores come back, and findings go on', async () => {
    const guardian = await stage();
    const { pid } = await guardian.status();
    const [first = '', second = ''] = generateSecrets(2);
    expect(await guardian.send(`key ${first}`)).toBe(200);
    await guardian.findingsWhen((findings) => findings.length === 1);
    rmSync(guardian.home, { recursive: true });
    expect(await guardian.send(`key ${second}`)).toBe(200);
    const status = await until(
      () => guardian.status().catch(() => undefined),
      (answer) => answer !== undefined,
    );
    expect(status?.pid).toBe(pid);
    expect(existsSync(join(guardian.home, 'control.sock'))).toBe(true);
    await guardian.findingsWhen((findings) => findings.length === 1);
    expect(journalLines(guardian)).toHaveLength(1);
    await until(
      async () => auditLines(guardian),
      (lines) => lines.some(({ event }) => event.kind === 'store_repaired' && event['recreated'] === true),
    );
  });
});
