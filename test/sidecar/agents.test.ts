import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forContainer } from '../../hooks/container-spawn.js';
import { NanoClawGuardian } from '../../src/nanoclaw/nanoclaw-guardian.js';
import { answerAgent } from '../../src/host/agent-action.js';
import type { AgentsAnswer, ProxyUrlAnswer, RevokeAnswer } from '../../src/sidecar/control/answers.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { messageOf } from '../../src/text/unknown-error.js';
import { curl } from '../support/curl.js';
import { startGuardian, until, type Guardian } from '../support/guardian.js';
import { startHttpOrigin, startHttpsOrigin, type Origin } from '../support/origin.js';
import { basicOf, RawClient } from '../support/raw.js';
import { startHttpUpstream, startSocksUpstream, type UpstreamUnderTest } from '../support/upstreams.js';

/** Stands for a gateway token; must turn up nowhere but at the gateway. */
const TOKEN = `aoc_${randomBytes(12).toString('hex')}`;

describe('in a running Guardian', () => {
  let plain: Origin;
  let secure: Origin;
  let guardian: Guardian;
  let upstreams: UpstreamUnderTest[];
  /** Requests as the origin got them. */
  let arrived: { url: string | undefined; proxyAuthorization: string | undefined }[];

  beforeEach(async () => {
    arrived = [];
    upstreams = [];
    plain = await startHttpOrigin((request, response) => {
      arrived.push({ url: request.url, proxyAuthorization: request.headers['proxy-authorization'] });
      if (request.url === '/slow') response.write('.'.repeat(100_000));
      else response.end(`plain ${request.url}`);
    });
    secure = await startHttpsOrigin((request, response) => response.end(`secure ${request.url}`));
    guardian = await startGuardian({ config: config() });
  });
  afterEach(async () => {
    await guardian.remove();
    await Promise.all([plain, secure, ...upstreams].map((server) => server.close()));
  });

  const config = () => ({
    httpsInspection: { enabled: true },
    allowHostServices: [plain, secure].map(({ port }) => `localhost:${port}`),
    logLevel: 'trace' as const,
  });
  const call = (method: string, params: object = {}): Promise<unknown> =>
    callControl(join(guardian.home, 'control.sock'), method, params);
  const urlOf = async (agent: string): Promise<string> =>
    ((await call('proxy-url', { agent })) as ProxyUrlAnswer).localUrl;
  const get = async (agent: string, url: string) => curl(await urlOf(agent), ['--cacert', guardian.bundle, url]);
  const listed = async (): Promise<AgentsAnswer['agents']> => ((await call('agents')) as AgentsAnswer).agents;
  const started = async (starting: Promise<UpstreamUnderTest>): Promise<UpstreamUnderTest> => {
    const upstream = await starting;
    upstreams.push(upstream);
    return upstream;
  };

  test('each group goes through its own upstream proxy, with its own credential, at once and after a restart', async () => {
    const http = await started(startHttpUpstream());
    const socks = await started(startSocksUpstream());
    await get('one', `${plain.url}/direct`);
    await call('set-upstream', { agent: 'one', url: `http://x:${TOKEN}@127.0.0.1:${http.port}` });
    await call('set-upstream', { agent: 'two', url: `socks5://x:${TOKEN}2@127.0.0.1:${socks.port}` });
    for (let run = 1; run <= 2; run++) {
      for (const agent of ['one', 'two', 'three']) {
        expect((await get(agent, `${plain.url}/a`)).body.toString()).toBe('plain /a');
        expect((await get(agent, `${secure.url}/b`)).body.toString()).toBe('secure /b');
      }
      expect(http.asked).toHaveLength(2 * run);
      expect(socks.asked).toHaveLength(2 * run);
      if (run === 1) {
        await guardian.stop();
        guardian = await startGuardian({ home: guardian.home, config: config() });
      }
    }
    const basic = `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}`;
    expect(new Set(http.credentials)).toEqual(new Set([basic]));
    expect(new Set(socks.credentials).size).toBe(1);
    expect(socks.credentials[0]).toContain(`${TOKEN}2`);
    // The third is listed while its last connection is open.
    const left = await until(listed, (agents) => agents.every(({ connections }) => connections === 0));
    expect(left.map(({ name, upstream }) => [name, upstream])).toEqual([
      ['one', `http://127.0.0.1:${http.port}`],
      ['two', `socks5://127.0.0.1:${socks.port}`],
    ]);
    await call('set-upstream', { agent: 'one', url: null });
    await get('one', `${plain.url}/direct`);
    expect(http.asked).toHaveLength(4);
    // Its connection may take a moment to end.
    await until(listed, (agents) => agents.length === 1);
  });

  test('a connection that is kept alive goes to the new proxy too, and no credential to a wrong place', async () => {
    const [first, second] = [await started(startHttpUpstream()), await started(startHttpUpstream())];
    const url = await urlOf('main');
    const client = new RawClient(Number(new URL(url).port));
    const ask = async (path: string): Promise<void> => {
      const before = client.text.length;
      const host = `localhost:${plain.port}`;
      client.write(
        `GET http://${host}${path} HTTP/1.1\r\nHost: ${host}\r\nProxy-Authorization: ${basicOf(url)}\r\n\r\n`,
      );
      await client.until(({ text }) => text.slice(before).includes(`plain ${path}`));
    };
    await ask('/0');
    await call('set-upstream', { agent: 'main', url: `http://x:${TOKEN}@127.0.0.1:${first.port}` });
    await ask('/1');
    await call('set-upstream', { agent: 'main', url: `http://y:${TOKEN}@127.0.0.1:${second.port}` });
    await ask('/2');
    await call('set-upstream', { agent: 'main', url: null });
    await ask('/3');
    client.close();
    expect(first.asked).toEqual([`GET ${plain.url}/1`]);
    expect(second.asked).toEqual([`GET ${plain.url}/2`]);
    const decoded = [...first.credentials, ...second.credentials].map((value = '') =>
      Buffer.from(value.slice(6), 'base64').toString(),
    );
    expect(decoded).toEqual([`x:${TOKEN}`, `y:${TOKEN}`]);
    // The test's upstream proxy hands on what it got; what came without one has nothing of it.
    expect(arrived.filter(({ url: path }) => path === '/0' || path === '/3')).toEqual([
      { url: '/0', proxyAuthorization: undefined },
      { url: '/3', proxyAuthorization: undefined },
    ]);
  });

  test('a revoked credential ends what it opened and opens nothing more, now and after a restart', async () => {
    const old = await urlOf('main');
    const other = await urlOf('other');
    const [downloading, undisturbed] = [old, other].map((url) => curl(url, [`${plain.url}/slow`]));
    const tunnel = new RawClient(Number(new URL(old).port));
    const authority = `localhost:${secure.port}`;
    tunnel.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: ${basicOf(old)}\r\n\r\n`);
    await tunnel.until(({ text }) => text.includes('200'));
    const connectionsOf = (agents: Awaited<ReturnType<typeof listed>>, agent: string): number | undefined =>
      agents.find(({ name }) => name === agent)?.connections;
    // The three come in any order.
    await until(listed, (agents) => connectionsOf(agents, 'main') === 2 && connectionsOf(agents, 'other') === 1);
    expect(await listed()).toMatchObject([
      { name: 'main', generation: 0, connections: 2 },
      { name: 'other', generation: 0, connections: 1 },
    ]);

    expect((await call('revoke-agent', { agent: 'main' })) as RevokeAnswer).toEqual({
      generation: 1,
      known: true,
      closed: 2,
    });
    await tunnel.until(({ closed }) => closed);
    expect((await downloading)?.exitCode).not.toBe(0);
    expect(await curl(old, [plain.url])).toMatchObject({ status: 407 });
    expect((await curl(old, ['-k', secure.url])).stderr).toContain('407');
    const fresh = await urlOf('main');
    expect(fresh).not.toBe(old);
    expect(await curl(fresh, [plain.url])).toMatchObject({ status: 200 });
    expect((await listed()).find(({ name }) => name === 'other')).toMatchObject({ generation: 0, connections: 1 });

    await guardian.stop();
    await undisturbed;
    guardian = await startGuardian({ home: guardian.home, config: config() });
    const { port } = new URL(await urlOf('main'));
    const at = (url: string): string => Object.assign(new URL(url), { port }).href;
    expect(await curl(at(old), [plain.url])).toMatchObject({ status: 407 });
    expect(await curl(at(fresh), [plain.url])).toMatchObject({ status: 200 });
  });

  test('a container is given its proxy by the host, whose own credential stays there', async () => {
    const upstream = await started(startHttpUpstream());
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const env = { NANOCLAW_TRAFFIC_GUARDIAN_HOME: guardian.home };
    const host = new NanoClawGuardian({ root: guardian.home, env, log });
    const gateway = { proxyUrl: `http://x:${TOKEN}@127.0.0.1:${upstream.port}`, caFile: undefined };
    const spawned = await forContainer(host, 'main', gateway);
    expect(JSON.stringify(spawned)).not.toContain(TOKEN);
    expect(await forContainer(host, 'main', gateway)).toEqual(spawned);
    await curl(spawned.variables['HTTP_PROXY'] ?? '', [plain.url]);
    expect(upstream.asked).toHaveLength(1);
  });

  test('nothing of it is for agents', async () => {
    const socket = join(guardian.home, 'control.sock');
    for (const action of ['agents', 'set-upstream', 'revoke-agent', 'reload-ca', 'proxy-url', 'stop']) {
      const asking = answerAgent(socket, 'main', action, { agent: 'other', url: null });
      await expect(asking).rejects.toMatchObject({ code: 'agent.unknown_action' });
    }
  });

  test('an upstream credential is neither said nor written anywhere', async () => {
    const refusing = await started(startHttpUpstream({ answer: 'HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n' }));
    const said: string[] = [];
    const say = (value: unknown): void => void said.push(typeof value === 'string' ? value : JSON.stringify(value));
    for (const url of [
      `http://x:${TOKEN}@127.0.0.1:${refusing.port}`,
      `http://x:${TOKEN}@127.0.0.1:1`,
      `https://x:${TOKEN}@127.0.0.1:${refusing.port}`,
      `socks5://x:${TOKEN}@127.0.0.1:${refusing.port}`,
      `http://${TOKEN}:with%3Acolon@name.invalid:1`,
      `ftp://x:${TOKEN}@127.0.0.1`,
    ]) {
      say(await call('set-upstream', { agent: 'main', url }).catch(messageOf));
      for (const target of [plain.url, secure.url]) {
        const { body, stderr } = await get('main', target);
        say(body.toString() + stderr);
      }
      say(await listed());
      say(await guardian.status());
    }
    await guardian.stop();
    for (const name of readdirSync(guardian.home, { recursive: true }).map(String)) {
      const file = join(guardian.home, name);
      if (statSync(file).isFile()) say(readFileSync(file, 'latin1'));
    }
    expect(said.filter((text) => text.includes('"msg":"upstream proxy of an agent group set"'))).not.toEqual([]);
    for (const form of [TOKEN, Buffer.from(`x:${TOKEN}`).toString('base64').slice(0, 24)]) {
      expect(said.filter((text) => text.includes(form))).toEqual([]);
    }
  });

  test('a damaged file stops the start, and is named', async () => {
    await call('revoke-agent', { agent: 'main' });
    await guardian.stop();
    const file = join(guardian.home, 'agents.json');
    writeFileSync(file, '{"format"');
    const starting = startGuardian({ home: guardian.home, config: config() });
    await expect(starting).rejects.toMatchObject({ reasonCode: 'agents.damaged' });
    await expect(starting).rejects.toThrow(file);
    expect(readFileSync(file, 'utf8')).toBe('{"format"');
  });
});

describe('a request about agent groups that is not right is refused whole', () => {
  let guardian: Guardian;
  beforeAll(async () => (guardian = await startGuardian()));
  afterAll(() => guardian.remove());

  test.each<[string, string, object]>([
    ['nothing', 'set-upstream', {}],
    ['no URL', 'set-upstream', { agent: 'main' }],
    ['a URL that is a number', 'set-upstream', { agent: 'main', url: 5 }],
    ['a path for a name', 'set-upstream', { agent: '../main', url: null }],
    ['a key too many', 'set-upstream', { agent: 'main', url: null, more: 1 }],
    ['a URL without end', 'set-upstream', { agent: 'main', url: `http://x:${TOKEN}@h/${'x'.repeat(3000)}` }],
    ['no group', 'revoke-agent', {}],
    ['an empty name', 'revoke-agent', { agent: '' }],
    ['an option', 'agents', { all: true }],
    ['a file', 'reload-ca', { file: '/x' }],
  ])('%s in %s', async (_what, method, params) => {
    const socket = join(guardian.home, 'control.sock');
    const error = await callControl(socket, method, params).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'control.invalid' });
    expect(messageOf(error)).not.toContain(TOKEN);
    expect(await callControl(socket, 'agents')).toEqual({ agents: [] });
  });
});
