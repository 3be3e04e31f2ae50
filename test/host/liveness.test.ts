import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Liveness } from '../../src/host/liveness.js';
import { Supervisor, type SupervisorEvent } from '../../src/host/supervisor.js';
import { until } from '../support/guardian.js';

const supervisors: Supervisor[] = [];
const folders: string[] = [];
afterEach(async () => {
  jest.useRealTimers();
  for (const supervisor of supervisors.splice(0)) await supervisor.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('a process that is watched for signs of life', () => {
  /** Looks every second, and takes three silent looks for a hang. */
  function watched(): { liveness: Liveness; hung: () => number } {
    jest.useFakeTimers();
    let hung = 0;
    const liveness = new Liveness({ lookMs: 1_000, silentLooks: 3 }, () => hung++);
    return { liveness, hung: () => hung };
  }

  test('is hung after so many silent looks in a row, and that is said once', () => {
    const { hung } = watched();
    jest.advanceTimersByTime(2_999);
    expect(hung()).toBe(0);
    jest.advanceTimersByTime(1);
    expect(hung()).toBe(1);
    jest.advanceTimersByTime(60_000);
    expect(hung()).toBe(1);
  });

  test('is not hung while it beats, however seldom within the bound', () => {
    const { liveness, hung } = watched();
    for (let i = 0; i < 20; i++) {
      jest.advanceTimersByTime(2_000);
      liveness.beat();
    }
    expect(hung()).toBe(0);
  });

  test('is not hung because the clock jumped, as when a machine wakes up', () => {
    const { hung } = watched();
    jest.setSystemTime(Date.now() + 8 * 60 * 60_000);
    jest.advanceTimersByTime(2_000);
    expect(hung()).toBe(0);
  });

  test('is not looked at when it has ended', () => {
    const { liveness, hung } = watched();
    liveness.end();
    jest.advanceTimersByTime(60_000);
    expect(hung()).toBe(0);
  });
});

describe('a sidecar whose event loop is blocked', () => {
  test('is ended and started again; the supervisor says why', async () => {
    const home = mkdtempSync(join(tmpdir(), 'tg-'));
    folders.push(home);
    // A stand-in: the real one has no door through which it could be blocked.
    const program = join(home, 'program.mjs');
    writeFileSync(
      program,
      `import { existsSync, writeFileSync } from 'node:fs';
       process.send({ kind: 'ready', listen: '127.0.0.1:1' });
       setInterval(() => process.send({ kind: 'alive' }), 50);
       process.on('SIGTERM', () => process.exit(0));
       if (!existsSync('${home}/blocked')) {
         writeFileSync('${home}/blocked', '');
         setTimeout(() => { for (;;); }, 300);
       }`,
    );
    const events: SupervisorEvent[] = [];
    supervisors.push(
      await Supervisor.start({
        env: { ...process.env, NANOCLAW_TRAFFIC_GUARDIAN_HOME: home },
        onEvent: (event) => events.push(event),
        program,
        liveness: { lookMs: 100, silentLooks: 20 },
      }),
    );
    await until(
      async () => events.map(({ kind }) => kind),
      (kinds) => kinds.filter((kind) => kind === 'ready').length === 2,
      30_000,
    );
    expect(events).toMatchObject([
      { kind: 'ready' },
      { kind: 'crashed', detail: 'no sign of life for 2 s' },
      { kind: 'ready' },
    ]);
  });
});
