import { describe, expect, test } from '@jest/globals';
import { callControl } from '../../src/sidecar/control/client.js';
import { run } from '../support/run.js';
import { temporaryHome } from './support/homes.js';
import { program } from './support/program.js';
import { echoServer } from './support/traffic.js';

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];
const AUTHORITIES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'DENO_CERT',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'GIT_SSL_CAINFO',
];

function variables(names: readonly string[], value: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

describe('agents', () => {
  test('env is what an operator needs after start: a shell takes it as it is, and curl goes through', async () => {
    const server = await echoServer();
    const home = temporaryHome({ allowHostServices: [server.address], httpsInspection: { enabled: true } });
    await program(['start'], { home });
    const { stdout, stderr, exitCode } = await program(['agents', 'env', 'research'], { home });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const proxy = (await program(['agents', 'url', 'research'], { home })).stdout;
    expect(proxy).toMatch(/^http:\/\/research:[\w-]{32}@127\.0\.0\.1:\d+$/);
    const bundle = `${home.path}/ca/bundle.pem`;
    expect(stdout.split('\n')).toEqual([
      ...PROXIES.map((name) => `export ${name}=${proxy}`),
      'export NODE_USE_ENV_PROXY=1',
      ...AUTHORITIES.map((name) => `export ${name}=${bundle}`),
    ]);
    const asJson = JSON.parse((await program(['agents', 'env', 'research', '--json'], { home })).stdout) as object;
    expect(asJson).toEqual({
      agent: 'research',
      environment: {
        ...variables(PROXIES, proxy),
        NODE_USE_ENV_PROXY: '1',
        ...variables(AUTHORITIES, bundle),
      },
    });
    const script = `${stdout}\ncurl -sS --max-time 20 --noproxy '' -d hello http://${server.address}/`;
    expect((await run('sh', ['-c', script])).stdout).toBe('hello');
  });

  test('env names no CA when HTTPS is not opened', async () => {
    const home = temporaryHome();
    await program(['start'], { home });
    const { stdout } = await program(['agents', 'env', 'main'], { home });
    expect(stdout.split('\n')).toHaveLength(PROXIES.length + 1);
  });

  test('url tells the address of this machine from the one of containers', async () => {
    const home = temporaryHome({ proxyUrl: 'http://host.docker.internal:10270' });
    await program(['start'], { home });
    const asJson = JSON.parse((await program(['agents', 'url', 'main', '--json'], { home })).stdout) as object;
    expect(asJson).toEqual({
      agent: 'main',
      url: expect.stringMatching(/@127\.0\.0\.1:/) as unknown,
      container_url: expect.stringMatching(/^http:\/\/main:[\w-]{32}@host\.docker\.internal:10270$/) as unknown,
    });
  });

  test('revoke does what it is told for any name, and says when nothing was known of that one', async () => {
    const home = temporaryHome();
    await program(['start'], { home });
    const { stdout } = await program(['agents', 'revoke', 'reserch'], { home });
    expect(stdout).toMatch(/reserch is invalid now[^]*Nothing was known of an agent group called reserch/);
    const again = JSON.parse((await program(['agents', 'revoke', 'reserch', '--json'], { home })).stdout) as object;
    expect(again).toEqual({ agent: 'reserch', generation: 2, known: true, closed: 0 });
  });

  test('list and revoke say what they are told of, and no credential', async () => {
    const home = temporaryHome();
    await program(['start'], { home });
    expect((await program(['agents'], { home })).stdout).toContain('No agent group');
    await callControl(home.socket, 'set-upstream', { agent: 'main', url: 'http://x:hunter2@127.0.0.1:10255' });
    const before = (await program(['agents', 'url', 'research'], { home })).stdout;
    const revoked = await program(['agents', 'revoke', 'research', '--json'], { home });
    expect(JSON.parse(revoked.stdout)).toEqual({ agent: 'research', generation: 1, known: true, closed: 0 });
    expect((await program(['agents', 'revoke', 'research'], { home })).stdout).toMatch(
      /^The .*research is invalid now.*$/,
    );
    expect((await program(['agents', 'url', 'research'], { home })).stdout).not.toBe(before);
    const { stdout } = await program(['agents', 'list'], { home });
    expect(stdout.split('\n')).toEqual([
      'main      not connected, upstream http://127.0.0.1:10255, never revoked',
      'research  not connected, upstream as configured, revoked 2 times',
    ]);
    const asJson = await program(['agents', '--json'], { home });
    expect(JSON.parse(asJson.stdout)).toEqual({
      agents: [
        { name: 'main', generation: 0, upstream: 'http://127.0.0.1:10255', connections: 0 },
        { name: 'research', generation: 2, connections: 0 },
      ],
    });
    expect(stdout + asJson.stdout).not.toContain('hunter2');
  });

  test.each([[[]], [['list']], [['url', 'main']], [['env', 'main']], [['revoke', 'main']]])(
    '%j without a running one has exit code 3',
    async (args) => {
      const ended = await program(['agents', ...args, '--json'], { home: temporaryHome() });
      expect(ended.exitCode).toBe(3);
      expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'control.not_running' } });
    },
  );
});
