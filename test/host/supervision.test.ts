import { describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartFailure } from '../../src/host/start-failure.js';
import { Supervisor, type SupervisorEvent } from '../../src/host/supervisor.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import { callControl } from '../../src/sidecar/control/client.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { isAlive, processesOf, temporaryHome, type Home } from '../cli/support/homes.js';
import { program } from '../cli/support/program.js';
import { until } from '../cli/support/until.js';

async function statusOf(home: Home): Promise<Status> {
  return (await callControl(home.socket, 'status')) as Status;
}

/** The error of a command with --json. */
async function errorOf(
  args: readonly string[],
  home: Home,
): Promise<{ exitCode: number | undefined; code: string; message: string }> {
  const { exitCode, stdout } = await program([...args, '--json'], { home });
  const { error } = JSON.parse(stdout) as { error?: { code: string; message: string } };
  return { exitCode, code: error?.code ?? '', message: error?.message ?? stdout };
}

function isRefused(listen: string): Promise<boolean> {
  const [host = '', port = ''] = listen.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host, () => finish(false));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => finish(code === 'ECONNREFUSED'));
    function finish(refused: boolean): void {
      socket.destroy();
      resolve(refused);
    }
  });
}

describe('a sidecar that crashed', () => {
  test('comes back on the same port with the same CA, and status says that it crashed', async () => {
    const home = temporaryHome({ httpsInspection: { enabled: true } });
    expect((await program(['start'], { home })).exitCode).toBe(0);
    const { sidecar } = await processesOf(home);
    const before = await statusOf(home);
    process.kill(sidecar, 'SIGKILL');
    const after = await until('another sidecar', async () => {
      const now = await statusOf(home).catch(() => undefined);
      return now === undefined || now.pid === sidecar ? undefined : now;
    });
    expect(after.listen).toBe(before.listen);
    expect(after.ca_fingerprint_sha256).toBe(before.ca_fingerprint_sha256);
    expect(after.supervision).toMatchObject({
      supervised: true,
      restarts: 1,
      recent_crashes: 1,
      last_crash: { detail: 'SIGKILL' },
    });
    expect(after.warnings).toContainEqual({
      code: 'status.crashed',
      message: expect.stringContaining('once') as unknown,
      args: { crashes: 1, detail: 'SIGKILL' },
    });
  });

  test('while its configuration was being edited goes on with the one that was in use, and says so', async () => {
    const home = temporaryHome({ limits: { connections: 77 } });
    expect((await program(['start'], { home })).exitCode).toBe(0);
    const { sidecar } = await processesOf(home);
    const before = await statusOf(home);
    writeFileSync(home.configFile, '{"limits": {"connections": 78}, "listen": {"prot":');
    process.kill(sidecar, 'SIGKILL');
    const after = await until('another sidecar', async () => {
      const now = await statusOf(home).catch(() => undefined);
      return now === undefined || now.pid === sidecar ? undefined : now;
    });
    expect(after.listen).toBe(before.listen);
    expect(after.config).toMatchObject({
      sha256: before.config.sha256,
      last_reload: { ok: false, code: 'config.invalid' },
    });
    expect(after.warnings.map(({ code }) => code)).toContain('status.config_refused');
    // Whoever starts it by hand is there to be told.
    expect((await program(['stop'], { home })).exitCode).toBe(0);
    expect(await errorOf(['start'], home)).toMatchObject({ exitCode: 2, code: 'config.invalid' });
  });

  test('and cannot start again: status says so, clients are refused, and stop ends it', async () => {
    const home = temporaryHome();
    expect((await program(['start'], { home })).exitCode).toBe(0);
    const { sidecar, supervisor } = await processesOf(home);
    const { listen } = await statusOf(home);
    writeFileSync(stateFolderAt(home.path).agents, '{');
    process.kill(sidecar, 'SIGKILL');
    const down = await until('it is said to be restarting', async () => {
      const error = await errorOf(['status'], home);
      return error.code === 'supervisor.restarting' ? error : undefined;
    });
    expect(down).toMatchObject({ exitCode: 3, message: expect.stringContaining('nothing goes around it') as unknown });
    expect(await isRefused(listen)).toBe(true);
    const stopped = await program(['stop', '--json'], { home });
    expect(stopped.exitCode).toBe(0);
    expect(JSON.parse(stopped.stdout)).toMatchObject({ stopped: true });
    await until('the supervisor ends', () => !isAlive(supervisor) || undefined);
    expect(await errorOf(['status'], home)).toMatchObject({ exitCode: 3, code: 'control.not_running' });
  });

  test('again and again is given up on and reported, and can be started by hand', async () => {
    const home = temporaryHome();
    expect((await program(['start'], { home })).exitCode).toBe(0);
    const { sidecar, supervisor } = await processesOf(home);
    const { agents } = stateFolderAt(home.path);
    writeFileSync(agents, '{');
    process.kill(sidecar, 'SIGKILL');
    await until('the supervisor gives up', () => !isAlive(supervisor) || undefined);
    const error = await errorOf(['status'], home);
    expect(error).toMatchObject({ exitCode: 3, code: 'supervisor.gave_up' });
    expect(error.message).toMatch(/crashed 9 times \(last: .*agents\.json is not what was written/s);
    rmSync(agents);
    expect((await program(['start'], { home })).exitCode).toBe(0);
    expect((await statusOf(home)).supervision).toMatchObject({ restarts: 0, recent_crashes: 9 });
  });
});

describe('a start that fails', () => {
  test('in a place where no folder can be says so', async () => {
    const path = '/proc/traffic-guardian';
    const home = { ...temporaryHome(), path };
    expect(await errorOf(['start'], home)).toMatchObject({
      exitCode: 1,
      code: 'state.folder',
      message: expect.stringContaining(path) as unknown,
    });
  });

  test('leaves nobody behind and does not count as a crash', async () => {
    const home = temporaryHome({ trustedCaFiles: ['/nonexistent/ca.pem'] });
    expect(await errorOf(['start'], home)).toMatchObject({ exitCode: 2, code: 'config.ca_file' });
    expect(await errorOf(['status'], home)).toMatchObject({ exitCode: 3, code: 'control.not_running' });
    writeFileSync(home.configFile, '{"listen": {"port": 0}}');
    expect((await program(['start'], { home })).exitCode).toBe(0);
    expect((await statusOf(home)).supervision).toEqual({ supervised: true, restarts: 0, recent_crashes: 0 });
  });
});

describe('a start that is stopped before it is ready', () => {
  test('ends, and nobody is started in its place', async () => {
    const home = temporaryHome();
    // A stand-in that never gets ready the first time: the real one is too fast to be met on its way.
    const standIn = join(home.path, 'program.mjs');
    const begun = join(home.path, 'begun');
    writeFileSync(
      standIn,
      `import { existsSync, writeFileSync } from 'node:fs';
       if (existsSync('${begun}')) process.send({ kind: 'ready', listen: '127.0.0.1:1' });
       writeFileSync('${begun}', '');
       setInterval(() => {}, 1_000);`,
    );
    const env = { ...process.env, NANOCLAW_TRAFFIC_GUARDIAN_HOME: home.path };
    const started = Supervisor.start({ env, program: standIn, onEvent: () => undefined }).then(
      (supervisor) => supervisor.stop().then(() => 'another was started'),
      (error: unknown) => (error as StartFailure).reasonCode,
    );
    await until('it begins', () => existsSync(begun) || undefined);
    await callControl(stateFolderAt(home.path).watcherSocket, 'stop');
    expect(await started).toBe('supervisor.ended');
    expect(existsSync(stateFolderAt(home.path).watcherSocket)).toBe(false);
  });
});

test('a reload that is asked for while the sidecar starts again comes once it is ready, and does not end it', async () => {
  const home = temporaryHome();
  const file = (name: string): string => join(home.path, name);
  // A stand-in that is held on its way the second time: the real one is too fast to be met there.
  const standIn = file('program.mjs');
  writeFileSync(
    standIn,
    `import { existsSync, writeFileSync } from 'node:fs';
     const isSecond = existsSync('${file('first')}');
     writeFileSync(isSecond ? '${file('second')}' : '${file('first')}', '');
     const look = setInterval(() => {
       if (isSecond && !existsSync('${file('go')}')) return;
       clearInterval(look);
       process.on('SIGHUP', () => writeFileSync('${file('reloaded')}', ''));
       process.send({ kind: 'ready', listen: '127.0.0.1:1' });
     }, 5);
     setInterval(() => {}, 1_000);`,
  );
  const events: string[] = [];
  const env = { ...process.env, NANOCLAW_TRAFFIC_GUARDIAN_HOME: home.path };
  const onEvent = ({ kind }: SupervisorEvent): void => void events.push(kind);
  const supervisor = await Supervisor.start({ env, program: standIn, onEvent });
  try {
    process.kill(supervisor.pid ?? 0, 'SIGKILL');
    await until('the second begins', () => existsSync(file('second')) || undefined);
    supervisor.reload();
    writeFileSync(file('go'), '');
    await until('it reloads', () => existsSync(file('reloaded')) || undefined);
    expect(events).toEqual(['ready', 'crashed', 'ready']);
  } finally {
    await supervisor.stop();
  }
});
