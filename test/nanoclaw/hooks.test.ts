import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGuardian, type Hooks } from '../../setup/nanoclaw/open-guardian.js';
import type { Contribution, GatewayRegistration, SessionLease } from '../../src/nanoclaw/gateway-seam.js';
import { honoursProxyVariables } from '../../src/nanoclaw/host-traffic.js';
import { runSync } from '../support/run.js';
import { createAuthority } from '../../src/proxy/certificates/authority.js';

const TOKEN = 'aoc_0123456789abcdef0123456789abcdef';
const GROUP = 'ag-1';
const CA_TARGET = '/etc/traffic-guardian/ca-bundle.pem';

describe('the hooks', () => {
  let root: string;
  let hooks: Hooks;
  let gateway: Server;
  let caFile: string;
  let told: string[];

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'tg-hooks-'));
    told = [];
    caFile = join(root, 'gateway-ca.pem');
    writeFileSync(caFile, (await createAuthority('a gateway', 1)).certificatePem);
    gateway = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    configure({ listen: { port: 0 }, httpsInspection: { enabled: true } });
  }, 30_000);

  afterEach(async () => {
    await hooks.hostStop();
    await new Promise((resolve) => gateway.close(resolve));
    rmSync(root, { recursive: true, force: true });
  }, 60_000);

  function configure(config: object, env: NodeJS.ProcessEnv = {}): void {
    mkdirSync(join(root, 'data/traffic-guardian'), { recursive: true });
    writeFileSync(join(root, 'data/traffic-guardian/config.json'), JSON.stringify(config));
    const tell = (message: string): void => void told.push(message);
    const log = { info: tell, warn: tell, error: tell };
    hooks = openGuardian({ root, env: { PATH: process.env['PATH'], ...env }, log });
  }

  /** What NanoClaw has put together when it calls us, with OneCLI's settings. */
  function commandLine(): string[] {
    const address = gateway.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const proxy = `http://x:${TOKEN}@host.docker.internal:${port}`;
    const variables = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: '/tmp/onecli-gateway-ca.pem' };
    const options = Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    return ['run', '--rm', '-e', 'TZ=UTC', ...options, '-v', `${caFile}:/tmp/onecli-gateway-ca.pem:ro`, 'image', 'sh'];
  }

  function variablesOf(words: readonly string[]): Record<string, string> {
    const pairs = words.filter((_, index) => words[index - 1] === '-e').map((pair) => pair.split(/=(.*)/s));
    return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]));
  }

  test('give a container its own credential, the bundle, and nothing of the gateway', async () => {
    await hooks.hostStart();
    const words = commandLine();
    await hooks.containerSpawn(words, GROUP);
    const variables = variablesOf(words);
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) {
      expect(variables[name]).toMatch(new RegExp(`^http://${GROUP}:[^@]+@127\\.0\\.0\\.1:\\d+$`));
    }
    for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'DENO_CERT', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE']) {
      expect(variables[name]).toBe(CA_TARGET);
    }
    expect(variables).toMatchObject({ GIT_SSL_CAINFO: CA_TARGET, NODE_USE_ENV_PROXY: '1', TZ: 'UTC' });
    expect(words.join(' ')).not.toContain(TOKEN);
    expect(words.slice(-2)).toEqual(['image', 'sh']);
    const bundle = join(root, 'data/traffic-guardian/ca/bundle.pem');
    expect(words).toContain(`${bundle}:${CA_TARGET}:ro`);
    expect(readFileSync(bundle, 'utf8')).toContain(readFileSync(caFile, 'utf8').trim());
    expect(readFileSync(bundle, 'utf8')).not.toContain('PRIVATE');
  }, 60_000);

  test('start the sidecar for a container that is woken before the host is ready, once for many', async () => {
    const lines = [commandLine(), commandLine(), commandLine()];
    await Promise.all(lines.map((words) => hooks.containerSpawn(words, GROUP)));
    expect(new Set(lines.map((words) => variablesOf(words)['HTTP_PROXY'])).size).toBe(1);
    expect(told.filter((message) => message.includes('listening'))).toHaveLength(1);
  }, 60_000);

  test('leave no process behind, and find the same port and CA again', async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const address = probe.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => probe.close(resolve));
    configure({ listen: { port }, httpsInspection: { enabled: true } });
    const first = commandLine();
    await hooks.containerSpawn(first, GROUP);
    const certificate = readFileSync(join(root, 'data/traffic-guardian/ca/ca.pem'), 'utf8');
    await hooks.hostStop();
    expect(runSync('pgrep', ['-f', root], { reject: false }).stdout).toBe('');
    configure({ listen: { port }, httpsInspection: { enabled: true } });
    const second = commandLine();
    await hooks.containerSpawn(second, GROUP);
    expect(variablesOf(second)).toEqual(variablesOf(first));
    expect(readFileSync(join(root, 'data/traffic-guardian/ca/ca.pem'), 'utf8')).toBe(certificate);
  }, 60_000);

  test('refuse a container when the Guardian cannot run, and leave its command line alone', async () => {
    configure({ listen: { port: 'none' } });
    await hooks.hostStart();
    const words = commandLine();
    await expect(hooks.containerSpawn(words, GROUP)).rejects.toMatchObject({ code: 'config.invalid' });
    expect(words).toEqual(commandLine());
    expect(told.join(' ')).toContain('did not start');
  }, 60_000);

  test('refuse a container when the gateway is away', async () => {
    const words = commandLine();
    await new Promise((resolve) => gateway.close(resolve));
    await expect(hooks.containerSpawn(words, GROUP)).rejects.toMatchObject({ code: 'nanoclaw.gateway_away' });
    gateway.listen(0);
  }, 60_000);

  test('refuse egress lockdown with what to do', async () => {
    configure({ listen: { port: 0 } }, { NANOCLAW_EGRESS_LOCKDOWN: 'true' });
    await hooks.hostStart();
    expect(told.join(' ')).toContain('will be started without it');
    await expect(hooks.containerSpawn(commandLine(), GROUP)).rejects.toMatchObject({
      code: 'nanoclaw.egress_lockdown',
    });
  }, 60_000);

  test('do nothing at all when the configuration switches them off', async () => {
    configure({ enabled: false });
    await hooks.hostStart();
    const words = commandLine();
    await hooks.containerSpawn(words, GROUP);
    expect(words).toEqual(commandLine());
    await hooks.hostStop();
  });

  test('set the proxy themselves where there is no gateway', async () => {
    const words = ['run', '--rm', '-e', 'ANTHROPIC_BASE_URL=http://host.docker.internal:3001', 'image'];
    await hooks.containerSpawn(words, GROUP);
    const variables = variablesOf(words);
    expect(variables['HTTPS_PROXY']).toContain(`${GROUP}:`);
    expect(variables).toMatchObject({ NO_PROXY: 'host.docker.internal', no_proxy: 'host.docker.internal' });
    expect(told.join(' ')).toContain('does not see');
  }, 60_000);

  test('leave the traffic of the host itself alone unless the operator wants it watched', async () => {
    const file = join(root, 'data/traffic-guardian/host.env');
    await hooks.hostStart();
    expect(existsSync(file)).toBe(false);
    await hooks.hostStop();
    configure({ listen: { port: 0 }, httpsInspection: { enabled: true }, hostTraffic: true });
    await hooks.hostStart();
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^HTTPS_PROXY="http:\/\/host:[^@]+@127\.0\.0\.1:\d+"$/m);
    expect(text).toMatch(/^NODE_USE_ENV_PROXY="1"$/m);
    expect(text).toMatch(/^NODE_EXTRA_CA_CERTS=".*bundle\.pem"$/m);
    expect(text).toMatch(/^NO_PROXY="localhost,127\.0\.0\.1,/m);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(told.join(' ')).toContain('start it with the variables of hostTraffic');
  }, 60_000);

  test('have the Guardian listen before the channels of a host that was started with its variables', async () => {
    const config = { listen: { port: 0 }, hostTraffic: true };
    configure(config);
    await hooks.beforeHost();
    expect(told).toEqual([]);
    configure(config, { HTTPS_PROXY: 'http://host:token@127.0.0.1:10270' });
    await hooks.beforeHost();
    expect(told.join(' ')).toContain('listening');
  }, 60_000);

  test('know which versions of Node honour proxy variables', () => {
    const versions = ['20.20.2', '22.20.0', '22.21.0', '22.23.3', '23.11.0', '24.0.0', '24.21.0'];
    expect(versions.filter(honoursProxyVariables)).toEqual(['22.21.0', '22.23.3', '24.0.0', '24.21.0']);
  });

  test('hide the state folder from a container that has the whole checkout', async () => {
    const words = ['run', '-v', `${root}:/workspace/project:ro`, 'image'];
    await hooks.containerSpawn(words, GROUP);
    expect(words).toContain('/workspace/project/data/traffic-guardian:ro');
  }, 60_000);

  test('stand in front of every registered gateway', async () => {
    const [, , , , , proxy = ''] = commandLine();
    const given: Contribution = {
      env: { HTTPS_PROXY: proxy.replace(/^HTTP_PROXY=/, ''), NODE_EXTRA_CA_CERTS: '/tmp/ca.pem', OTHER: 'kept' },
      mounts: [{ hostPath: caFile, containerPath: '/tmp/ca.pem' }],
    };
    const release = (): void => undefined;
    const lease: SessionLease & { release: () => void } = { contribution: given, release };
    const registration: GatewayRegistration = { sessions: { ensure: async () => lease } };
    hooks.watchGateways(() => [registration], join(root, 'data'));
    hooks.watchGateways(() => [registration], join(root, 'data'));
    const got = await registration.sessions.ensure({ key: { agentGroupId: GROUP } }, new AbortController().signal);
    expect(got).toMatchObject({ release, contribution: { env: { OTHER: 'kept', SSL_CERT_FILE: CA_TARGET } } });
    expect(JSON.stringify(got)).not.toContain(TOKEN);
    const mount = got.contribution.mounts?.find(({ containerPath }) => containerPath === CA_TARGET);
    expect(mount).toMatchObject({ class: 'gateway-trust', mode: 'ro' });
    expect(mount?.hostPath.startsWith(join(root, 'data/gateway-trust/'))).toBe(true);
    expect(given.env?.['HTTPS_PROXY']).toContain(TOKEN);
  }, 60_000);
});
