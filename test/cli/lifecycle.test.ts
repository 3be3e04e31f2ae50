import { describe, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { existsSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import type { Status } from '../../src/sidecar/status.generated.js';
import { isAlive, processesOf, temporaryHome } from './support/homes.js';
import { program } from './support/program.js';
import { until } from './support/until.js';

describe('start, status and stop', () => {
  test('start returns when it is ready, the process stays, stop waits until it is gone', async () => {
    const home = temporaryHome();
    const started = await program(['start', '--json'], { home });
    expect(started).toMatchObject({ exitCode: 0, stderr: '' });
    const { sidecar, supervisor } = await processesOf(home);
    expect(JSON.parse(started.stdout)).toEqual({
      started: true,
      listen: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as unknown,
      pid: sidecar,
      home: home.path,
    });
    expect(statSync(home.socket).mode & 0o777).toBe(0o600);

    const status = JSON.parse((await program(['status', '--json'], { home })).stdout) as Status;
    expect(status).toMatchObject({ state: 'watching', pid: sidecar, home: home.path });
    const forPeople = await program(['status'], { home });
    expect(forPeople).toMatchObject({ exitCode: 0, stderr: '' });
    expect(forPeople.stdout).toContain(status.listen);
    expect(forPeople.stdout.split('\n').length).toBeLessThanOrEqual(14);

    expect(await program(['start'], { home })).toMatchObject({
      exitCode: 4,
      stdout: '',
      stderr: expect.stringContaining('already running') as unknown,
    });
    expect((await program(['run', '--json'], { home })).exitCode).toBe(4);
    expect(isAlive(sidecar)).toBe(true);

    const stopped = await program(['stop', '--json'], { home });
    expect(stopped).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(stopped.stdout)).toEqual({ stopped: true, pid: sidecar });
    expect(isAlive(sidecar)).toBe(false);
    expect(existsSync(home.socket)).toBe(false);
    await until('the supervisor ends', () => !isAlive(supervisor) || undefined);
  });

  test.each([['status'], ['stop']])('%s without a running one has exit code 3', async (command) => {
    const home = temporaryHome();
    const forPeople = await program([command], { home });
    expect(forPeople).toMatchObject({ exitCode: 3, stdout: '' });
    expect(forPeople.stderr).toContain('traffic-guardian start');
    const asJson = await program([command, '--json'], { home });
    expect(asJson.exitCode).toBe(3);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ error: { code: 'control.not_running' } });
  });

  test.each([['status'], ['findings'], ['stop']])(
    '%s in a place where it cannot look says so, and does not call it an unexpected answer',
    async (command) => {
      const { configFile } = temporaryHome();
      const { exitCode, stderr } = await program([command, '--home', configFile, '--config', configFile]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/\.sock cannot be reached \(ENOTDIR\)\. Run this as the user/);
    },
  );

  test.each(['a fixed port', 'any port'])(
    'of two that start at once on %s, one wins and the other says so',
    async (kind) => {
      const home = temporaryHome({ listen: { port: kind === 'any port' ? 0 : await freePort() } });
      const both = await Promise.all([program(['start', '--json'], { home }), program(['start', '--json'], { home })]);
      expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 4]);
      const loser = both.find(({ exitCode }) => exitCode === 4);
      expect(JSON.parse(loser?.stdout ?? '')).toMatchObject({ error: { code: 'sidecar.already_running' } });
      const winner = JSON.parse(both.find(({ exitCode }) => exitCode === 0)?.stdout ?? '') as { pid: number };
      expect((await processesOf(home)).sidecar).toBe(winner.pid);
      expect((await program(['stop'], { home })).exitCode).toBe(0);
    },
  );

  test('a port of another program is named', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const home = temporaryHome({ listen: { port } });
      const ended = await program(['start', '--json'], { home });
      expect(ended.exitCode).toBe(1);
      const { error } = JSON.parse(ended.stdout) as { error: { code: string; message: string } };
      expect(error.code).toBe('sidecar.port_taken');
      expect(error.message).toContain(String(port));
      if (existsSync('/proc/net/tcp')) expect(error.message).toContain(`process ${process.pid}`);
    } finally {
      other.close();
    }
  });

  test('what a killed one left behind stops nobody', async () => {
    const home = temporaryHome();
    expect((await program(['start'], { home })).exitCode).toBe(0);
    const { sidecar, supervisor } = await processesOf(home);
    // Stopped first: a sidecar that sees its supervisor end tidies up before it can be killed.
    process.kill(supervisor, 'SIGSTOP');
    process.kill(sidecar, 'SIGKILL');
    process.kill(supervisor, 'SIGKILL');
    await until('both are gone', () => (!isAlive(sidecar) && !isAlive(supervisor)) || undefined);
    expect(existsSync(home.socket)).toBe(true);
    expect((await program(['status'], { home })).exitCode).toBe(3);
    expect((await program(['start'], { home })).exitCode).toBe(0);
    expect((await program(['stop'], { home })).exitCode).toBe(0);
    expect(existsSync(home.socket)).toBe(false);
  });

  test('a sidecar that was killed is started again, and one whose supervisor was killed ends', async () => {
    const home = temporaryHome();
    expect((await program(['start'], { home })).exitCode).toBe(0);
    const first = await processesOf(home);
    process.kill(first.sidecar, 'SIGKILL');
    const second = await until('another sidecar', async () => {
      const now = await processesOf(home).catch(() => undefined);
      return now?.sidecar === first.sidecar ? undefined : now;
    });
    expect(second.supervisor).toBe(first.supervisor);
    process.kill(second.supervisor, 'SIGKILL');
    await until('the orphan ends', () => !isAlive(second.sidecar) || undefined);
    expect(existsSync(home.socket)).toBe(false);
  });
});
