import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../src/doctor/checks.js';
import type { Examined, Verdict } from '../../src/doctor/check.js';
import { examine } from '../../src/doctor/examine.js';
import { targetOfFile, targetOfProcess } from '../../src/doctor/target.js';
import { openAuthority } from '../../src/sidecar/ca/ca-store.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { settingsOf } from '../../src/sidecar/settings.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import { writeSupervision } from '../../src/sidecar/supervision.js';
import { englishTexts, render } from '../../src/text/texts.js';
import { isInstalled, testWith } from '../support/tools.js';

const folders: string[] = [];
const servers: Server[] = [];
const children: ChildProcess[] = [];

const testAsRoot = process.getuid?.() === 0 ? test : test.skip;
/** Root may write everywhere. */
const testAsUser = process.getuid?.() === 0 ? test.skip : test;

/** An installation in good order, and what differs from it. */
function installation(config: Config = {}, change: Partial<Examined> = {}): Examined {
  const home = mkdtempSync(join(tmpdir(), 'tg-'));
  folders.push(home);
  const settings = settingsOf({ listen: { port: 0 }, httpsInspection: { enabled: true }, ...config }, home);
  return {
    env: {},
    state: stateFolderAt(home),
    configFile: join(home, 'config.json'),
    settings,
    configProblem: undefined,
    status: undefined,
    target: undefined,
    now: new Date(),
    ...change,
  };
}

async function verdicts(code: string, examined: Examined): Promise<readonly Verdict[]> {
  const check = checks.find((each) => each.code === code);
  if (check === undefined) throw new Error(`no check ${code}`);
  return check.run(examined);
}

/** Result and message code of each verdict of a check. */
async function found(code: string, examined: Examined): Promise<string[]> {
  return (await verdicts(code, examined)).map(({ result, message }) => `${result} ${message.code}`);
}

async function listening(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the checks', () => {
  test('have codes of their own and find nothing wrong with an installation in good order', async () => {
    expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length);
    const diagnoses = await examine(installation());
    expect(diagnoses.map(({ code }) => code)).toEqual(checks.map(({ code }) => code));
    // It is not running, which is worth saying; the disk of whoever runs the tests may be rather full.
    const wrong = diagnoses.filter(({ code, result }) => code !== 'disk_space' && result !== 'ok' && result !== 'skip');
    expect(wrong.map(({ code }) => code)).toEqual(['running']);
  });

  test('say what to do wherever something is to be done', async () => {
    const examined = installation({ tunnel: 1 } as Config, { configProblem: 'x', settings: undefined });
    for (const { verdicts: each } of await examine(examined)) {
      for (const { result, remedy } of each) {
        if (result === 'warn' || result === 'fail') expect(remedy).toBeDefined();
      }
    }
  });
});

test('one that is started again after a crash has not left its sockets behind, and need not be started', async () => {
  const args = { crashes: 1, detail: 'SIGKILL' };
  const examined = installation({}, { beingStarted: { code: 'supervisor.restarting', args } });
  writeFileSync(examined.state.controlSocket, '');
  const [verdict] = await verdicts('running', examined);
  expect(verdict).toMatchObject({ result: 'warn', message: { args: { message: { code: 'supervisor.restarting' } } } });
  expect(verdict?.remedy?.code).toBe('doctor.running.remedy');
  expect(await found('stale_state', examined)).toEqual(['ok doctor.state.in_use']);
});

test('what another check tells with its remedy is not told twice', async () => {
  const sink = { code: 'status.sink_failing', message: '-' };
  const pinned = { code: 'status.pinned', message: '-' };
  const withWarnings = (warnings: unknown): Examined =>
    installation({}, { status: { pid: 7, warnings } as unknown as NonNullable<Examined['status']> });
  expect(await found('running', withWarnings([sink]))).toEqual(['ok doctor.running.ok']);
  expect(await found('running', withWarnings([sink, pinned]))).toEqual(['warn doctor.running.warning']);
});

describe('a state folder that this user may not look into', () => {
  test('is said to be so, and neither that nothing runs nor that a new CA is needed', async () => {
    const args = { path: 'control.sock', reason: 'EACCES' };
    const examined = installation({}, { statusProblem: { code: 'control.no_access', args } });
    mkdirSync(join(examined.state.home, 'ca', 'authority.json'), { recursive: true });
    const diagnoses = await examine(examined);
    for (const code of ['running', 'key_encryption']) {
      const { verdicts: said } = diagnoses.find((each) => each.code === code)!;
      expect(said).toMatchObject([{ result: 'warn', message: { code: 'doctor.not_checked' } }]);
      expect(said[0]).not.toHaveProperty('remedy');
    }
  });
});

describe('a state folder with files of another user, as one start with sudo leaves them', () => {
  testAsRoot('is said to be so, file by file and folder by folder', async () => {
    const examined = installation();
    const { home } = examined.state;
    mkdirSync(join(home, 'keys', 'inner'), { recursive: true, mode: 0o700 });
    chownSync(join(home, 'keys'), 12_345, 12_345);
    const [named] = await verdicts('file_modes', examined);
    expect(named).toMatchObject({ result: 'fail', message: { code: 'doctor.modes.owner', args: { file: 'keys' } } });
    // Looked at by somebody who may not look into it.
    const program = `
      import { fileModes } from ${JSON.stringify(new URL('../../src/doctor/checks/file-modes.js', import.meta.url))};
      import { staleState } from ${JSON.stringify(new URL('../../src/doctor/checks/stale-state.js', import.meta.url))};
      const state = ${JSON.stringify(examined.state)};
      process.setuid(54321);
      const found = [fileModes, staleState].flatMap(({ run }) => run({ state, configFile: '' }));
      console.log(JSON.stringify(found.map(({ message }) => message.code + ' ' + (message.args.file ?? ''))));
    `;
    chmodSync(home, 0o755);
    const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', program]);
    expect(JSON.parse(stdout)).toEqual(['doctor.modes.owner .', 'doctor.modes.owner keys', 'doctor.state.clean ']);
  });
});

describe('config', () => {
  test('tells of what keeps it from starting, too: a CA file that cannot be read or is none', async () => {
    expect(await found('config', installation())).toEqual(['ok doctor.config.ok']);
    for (const file of ['/absent/ca.pem', '/dev/null']) {
      const [verdict] = await verdicts('config', installation({ trustedCaFiles: [file] }));
      expect(verdict).toMatchObject({ result: 'fail', message: { args: { problem: { code: 'config.ca_file' } } } });
    }
  });

  testAsUser('tells of a state folder that takes no files of this user', async () => {
    const examined = installation();
    chmodSync(examined.state.home, 0o500);
    const [verdict] = await verdicts('config', examined);
    chmodSync(examined.state.home, 0o700);
    expect(verdict).toMatchObject({ result: 'fail', message: { args: { problem: { code: 'state.folder' } } } });
  });
});

describe('file_modes', () => {
  test('says what to run so that a shell takes it, whatever the folder is called', async () => {
    const home = join(mkdtempSync(join(tmpdir(), 'tg-')), "it's mine");
    folders.push(join(home, '..'));
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, 'config.json'), '{}', { mode: 0o644 });
    const examined = installation({}, { state: stateFolderAt(home), configFile: join(home, 'config.json') });
    const [verdict] = await verdicts('file_modes', examined);
    expect(verdict?.remedy).toMatchObject({ args: { path: `'${home.replace("'", "'\\''")}/config.json'` } });
  });

  test('calls no bundle open to others: containers read it, also while the configuration cannot be used', async () => {
    const examined = installation({}, { settings: undefined });
    mkdirSync(join(examined.state.home, 'ca'), { mode: 0o700 });
    writeFileSync(join(examined.state.home, 'ca', 'bundle.pem'), '');
    chmodSync(join(examined.state.home, 'ca', 'bundle.pem'), 0o644);
    expect(await found('file_modes', examined)).toEqual(['ok doctor.modes.ok']);
  });

  test('names what others could read, worst where nothing above keeps them out', async () => {
    const examined = installation();
    const file = join(examined.state.home, 'x.json');
    writeFileSync(file, '{}');
    chmodSync(file, 0o644);
    expect(await found('file_modes', examined)).toEqual(['warn doctor.modes.open']);
    chmodSync(examined.state.home, 0o755);
    expect(await found('file_modes', examined)).toEqual(['fail doctor.modes.open', 'fail doctor.modes.open']);
    chmodSync(examined.state.home, 0o700);
    chmodSync(file, 0o600);
    expect(await found('file_modes', examined)).toEqual(['ok doctor.modes.ok']);
  });
});

describe('the CA', () => {
  test('is sealed, valid, and in no system store; before its end that is said', async () => {
    const examined = installation();
    expect(await found('key_encryption', examined)).toEqual(['skip doctor.ca.none']);
    await openAuthority({ state: examined.state, passphraseFile: undefined, validDays: 40 });
    expect(await found('key_encryption', examined)).toEqual(['ok doctor.key.sealed']);
    expect(await found('ca_expiry', examined)).toEqual(['ok doctor.ca.ok']);
    expect(await found('system_store', examined)).toEqual(['ok doctor.store.ok']);
    const inDays = (days: number) => ({ ...examined, now: new Date(Date.now() + days * 86_400_000) });
    expect(await found('ca_expiry', inDays(20))).toEqual(['warn doctor.ca.soon']);
    expect(await found('ca_expiry', inDays(41))).toEqual(['fail doctor.ca.expired']);
    expect(await found('ca_expiry', inDays(-10))).toEqual(['fail doctor.ca.future']);
    writeFileSync(examined.state.authority, '{}');
    const [damaged] = await verdicts('key_encryption', examined);
    expect(damaged).toMatchObject({ result: 'fail', message: { code: 'doctor.key.damaged' } });
    // What is advised has to work: a rotation retires the old CA, and refuses one that it cannot read.
    expect(render(englishTexts, damaged!.remedy!)).toContain('remove the folder "ca"');
    rmSync(join(examined.state.authority, '..'), { recursive: true });
    await openAuthority({ state: examined.state, passphraseFile: undefined, validDays: 40 });
    expect(await found('key_encryption', examined)).toEqual(['ok doctor.key.sealed']);
  });
});

describe('clock', () => {
  test('cannot be before the program, nor before files that were written under it', async () => {
    const examined = installation();
    expect(await found('clock', { ...examined, now: new Date('2020-01-01') })).toEqual(['fail doctor.clock.past']);
    const file = join(examined.state.home, 'supervision.json');
    writeFileSync(file, '');
    const future = Date.now() / 1000 + 86_400;
    utimesSync(file, future, future);
    expect(await found('clock', examined)).toEqual(['warn doctor.clock.jumped']);
  });
});

describe('listen_address and port', () => {
  test.each([
    ['127.0.0.1', 'ok doctor.listen.loopback'],
    ['::1', 'ok doctor.listen.loopback'],
    ['0.0.0.0', 'warn doctor.listen.everywhere'],
    ['192.0.2.1', 'fail doctor.listen.not_ours'],
  ])('%s is %s', async (host, expected) => {
    expect(await found('listen_address', installation({ listen: { host } }))).toEqual([expected]);
  });

  test('a port is free, or taken by somebody who is named', async () => {
    const port = await listening();
    const [verdict] = await verdicts('port', installation({ listen: { port } }));
    expect(verdict?.result).toBe('fail');
    if (existsSync('/proc/net/tcp')) {
      expect(verdict?.message).toMatchObject({ code: 'doctor.port.taken', args: { pid: String(process.pid) } });
    }
    servers.splice(0).forEach((server) => server.close());
    await new Promise((resolve) => setImmediate(resolve));
    expect(await found('port', installation({ listen: { port } }))).toEqual(['ok doctor.port.free']);
  });
});

describe('upstream', () => {
  test('answers or is named with the reason, without its credential', async () => {
    const port = await listening();
    const config = { upstreamProxy: `http://user:hunter2@127.0.0.1:${port}` };
    expect(await found('upstream', installation(config))).toEqual(['ok doctor.upstream.ok']);
    servers.splice(0).forEach((server) => server.close());
    await new Promise((resolve) => setImmediate(resolve));
    const [verdict] = await verdicts('upstream', installation(config));
    expect(verdict?.message).toMatchObject({ code: 'doctor.upstream.unreachable', args: { code: 'ECONNREFUSED' } });
    expect(JSON.stringify(verdict)).not.toContain('hunter2');
  });
});

describe('config_smells', () => {
  test('names what is seldom meant', async () => {
    const config: Config = {
      enabled: false,
      httpsInspection: { enabled: false, tunnelHosts: ['*', '*.example'] },
      allowHostServices: ['127.0.0.1:80'],
      maxScanBytes: 1024,
      logLevel: 'trace',
      upstreamProxy: 'http://u:p@proxy.example:1',
    };
    expect((await found('config_smells', installation(config))).map((each) => each.split('.').at(-1))).toEqual([
      'disabled',
      'no_https',
      'tunnels_all',
      'host_services',
      'few_bytes',
      'log_level',
      'plain_credentials',
    ]);
  });
});

describe('stale_state', () => {
  test('finds what was left behind, and a crash loop', async () => {
    const examined = installation();
    expect(await found('stale_state', examined)).toEqual(['ok doctor.state.clean']);
    mkdirSync(join(examined.state.home, 'keys'));
    writeFileSync(join(examined.state.home, 'keys', 'install.key.0123456789ab.tmp'), '');
    writeSupervision(examined.state, {
      format: 'traffic-guardian-supervision/v1',
      supervisor: 1,
      state: 'gave_up',
      restarts: 8,
      crashes: [{ at: new Date().toISOString(), detail: 'SIGSEGV' }],
    });
    expect(await found('stale_state', examined)).toEqual(['fail doctor.state.gave_up', 'warn doctor.state.left']);
  });
});

describe('a container or process', () => {
  const good = {
    ...Object.fromEntries(
      ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [
        name,
        'http://a:t@host.docker.internal:10270',
      ]),
    ),
    ...Object.fromEntries(
      [
        'NODE_EXTRA_CA_CERTS',
        'SSL_CERT_FILE',
        'DENO_CERT',
        'CURL_CA_BUNDLE',
        'REQUESTS_CA_BUNDLE',
        'GIT_SSL_CAINFO',
      ].map((name) => [name, '/bundle.pem']),
    ),
    NODE_USE_ENV_PROXY: '1',
  };
  const watching = (variables: Record<string, string>) =>
    installation({ listen: { port: 10_270 } }, { target: { variables } });

  test('with all variables is watched, as far as its runtimes read any', async () => {
    expect(await found('proxy_variables', watching(good))).toEqual(['ok doctor.target.ok']);
    expect(await found('runtimes', watching(good))).toEqual(['warn doctor.runtime.java']);
  });

  test.each([
    ['no variables', {}, ['fail doctor.target.no_proxy_variables']],
    ['another proxy', { ...good, https_proxy: 'http://other:3128' }, ['fail doctor.target.elsewhere']],
    ['exceptions', { ...good, NO_PROXY: '*' }, ['warn doctor.target.no_proxy']],
    [
      'half of them',
      { ...good, https_proxy: '', GIT_SSL_CAINFO: '' },
      ['warn doctor.target.some_missing', 'warn doctor.target.no_ca'],
    ],
  ])('with %s is told apart', async (_, variables, expected) => {
    expect(await found('proxy_variables', watching(variables as Record<string, string>))).toEqual(expected);
  });

  test('is read from a file of variables', () => {
    const { state } = installation();
    const file = join(state.home, 'env');
    writeFileSync(file, '# a comment\nexport HTTP_PROXY="http://x:1"\r\nA=b=c\n\nnot a line\n');
    expect(targetOfFile(file).variables).toEqual({ HTTP_PROXY: 'http://x:1', A: 'b=c' });
    expect(() => targetOfFile(join(state.home, 'none'))).toThrow('cannot be read');
  });

  testWith(existsSync('/proc/self/environ'), '/proc')('is read from a running process', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], {
      env: { HTTP_PROXY: 'http://x:1' },
    });
    children.push(child);
    const { pid } = child;
    if (pid === undefined) throw new Error('not started');
    const target = targetOfProcess(pid);
    expect(target).toMatchObject({ variables: { HTTP_PROXY: 'http://x:1' }, pid });
    expect(await found('direct_route', installation({}, { target }))).toEqual(['warn doctor.route.same_network']);
    expect(() => targetOfProcess(4_194_305)).toThrow('cannot be read');
  });

  testWith(isInstalled('unshare') && process.getuid?.() === 0, 'unshare as root')(
    'without a way to the network of its own cannot go around',
    async () => {
      const child = spawn('unshare', ['-n', 'sleep', '60']);
      children.push(child);
      const target = { variables: {}, pid: child.pid ?? 0 };
      for (let tries = 0; tries < 200; tries++) {
        const [now] = await found('direct_route', installation({}, { target }));
        if (now === 'ok doctor.route.closed') return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error('its own network was not seen');
    },
  );
});
