import { describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/findings/finding.js';
import type { FindingsAnswer } from '../../src/sidecar/control/answers.js';
import { callControl } from '../../src/sidecar/control/client.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { processesOf, temporaryHome, type Home } from './support/homes.js';
import { program } from './support/program.js';
import { echoServer, freshKey, sendAs } from './support/traffic.js';
import { until } from './support/until.js';

const SECRET = 'kx8Qv2mZw41LsTq9';

async function started(config: object): Promise<Home> {
  const home = temporaryHome(config);
  expect(await program(['start'], { home })).toMatchObject({ exitCode: 0 });
  await processesOf(home);
  return home;
}

async function findingsOf(home: Home, pattern: string): Promise<readonly Finding[]> {
  return ((await callControl(home.socket, 'findings', { pattern })) as FindingsAnswer).findings;
}

async function statusOf(home: Home): Promise<NonNullable<Status['detection']>> {
  return ((await callControl(home.socket, 'status')) as Status).detection!;
}

const one = async (home: Home, pattern: string): Promise<Finding> =>
  until(`a finding of ${pattern}`, async () => (await findingsOf(home, pattern))[0]);

describe('watch', () => {
  test('names what is watched for and what is not, and shows no value', async () => {
    const home = temporaryHome({ watch: { envFiles: ['.env', 'absent.env'] } });
    writeFileSync(join(home.path, '.env'), `ACME_TOKEN=${SECRET}\nNODE_ENV=production\n`);
    const asJson = await program(['watch', '--json'], { home });
    expect(JSON.parse(asJson.stdout)).toEqual({
      watched: ['ACME_TOKEN'],
      not_taken: [{ file: join(home.path, '.env'), name: 'NODE_ENV', reason: 'common' }],
      unreadable: [{ file: join(home.path, 'absent.env'), code: 'ENOENT' }],
      live: false,
    });
    const forPeople = await program(['watch'], { home });
    expect(forPeople.exitCode).toBe(1);
    expect(forPeople.stdout).toMatch(/ACME_TOKEN\n.*\n.*NODE_ENV .*common word/);
    expect(asJson.stdout + forPeople.stdout).not.toMatch(new RegExp(`${SECRET}|production`));
  });

  test('a watched secret that leaves is found, also one that was added while it runs', async () => {
    const home = await started({ allowHostServices: ['127.0.0.1:1'], watch: { envFiles: ['.env'] } });
    const server = await echoServerOf(home, { watch: { envFiles: ['.env'] } });
    writeFileSync(join(home.path, '.env'), `LATE_TOKEN=${SECRET}\n`);
    await until('the file is read', async () => (await statusOf(home)).watched.values === 1 || undefined);
    await sendAs('thief', home, server, `{"memo": "${SECRET}"}`);
    expect(await one(home, 'watched_secret')).toMatchObject({
      severity: 'critical',
      verdict: 'BLOCK',
      agent: 'thief',
      snippet: 'LATE_TOKEN ‹16›',
    });
    expect(readFileSync(join(home.path, 'log/findings/findings.jsonl'), 'utf8')).not.toContain(SECRET);
    expect(readFileSync(join(home.path, 'log/sidecar.log'), 'utf8')).not.toContain(SECRET);
  });
});

describe('watch, of a Guardian that runs with another configuration than the one on disk,', () => {
  test('says so instead of claiming that it knows, until it was reloaded', async () => {
    const home = await started({ watch: { envFiles: ['.env'] } });
    writeFileSync(join(home.path, '.env'), `ACME_TOKEN=${SECRET}\n`);
    const live = async (): Promise<unknown> =>
      (JSON.parse((await program(['watch', '--json'], { home })).stdout) as { live: unknown }).live;
    expect(await live()).toBe(true);
    writeFileSync(home.configFile, JSON.stringify({ listen: { port: 0 }, watch: { files: ['more.txt', '.env'] } }));
    writeFileSync(join(home.path, 'more.txt'), `${SECRET}x\n`);
    expect(await live()).toBe(false);
    const { stdout } = await program(['watch'], { home });
    expect(stdout).toContain('uses another configuration');
    expect(stdout).not.toContain('knows');
    expect((await program(['reload'], { home })).exitCode).toBe(0);
    expect(await live()).toBe(true);
  });
});

/** Restarts with a server of this test allowed; its port is known only once it listens. */
async function echoServerOf(home: Home, config: object): Promise<Awaited<ReturnType<typeof echoServer>>> {
  const server = await echoServer();
  await program(['stop'], { home });
  writeFileSync(
    home.configFile,
    JSON.stringify({ listen: { port: 0 }, allowHostServices: [server.address], ...config }),
  );
  expect(await program(['start'], { home })).toMatchObject({ exitCode: 0 });
  await processesOf(home);
  return server;
}

describe('canary', () => {
  test('one that leaves names its plant; once revoked it is nothing', async () => {
    const server = await echoServer();
    const home = await started({ allowHostServices: [server.address] });
    const made = await program(['canary', 'new', '--plant', 'groups/main/.env', '--kind', 'generic', '--json'], {
      home,
    });
    const { values, live } = JSON.parse(made.stdout) as { values: { value: string }[]; live: boolean };
    expect(live).toBe(true);
    const value = values[0]!.value;
    await sendAs('thief', home, server, `found this: ${value}`);
    expect(await one(home, 'canary_token')).toMatchObject({
      severity: 'critical',
      verdict: 'BLOCK',
      snippet: 'groups/main/.env ‹40›',
    });
    expect(readFileSync(join(home.path, 'canaries.json'), 'utf8')).not.toContain(value.slice(0, 8));
    const listed = await program(['canary', 'list', '--json'], { home });
    expect(JSON.parse(listed.stdout)).toMatchObject({ canaries: [{ plant: 'groups/main/.env', kind: 'generic' }] });

    const other = await program(['canary', 'new', '--plant', 'there', '--json'], { home });
    const otherValue = (JSON.parse(other.stdout) as { values: { value: string }[] }).values[0]!.value;
    expect(await program(['canary', 'revoke', 'groups/main/.env'], { home })).toMatchObject({ exitCode: 0 });
    await sendAs('other-thief', home, server, value);
    await sendAs('other-thief', home, server, otherValue);
    await until('the one that is left', async () => (await findingsOf(home, 'canary_token'))[1]);
    const plants = (await findingsOf(home, 'canary_token')).map(({ agent, snippet }) => `${agent} ${snippet}`);
    expect(plants.sort()).toEqual(['other-thief there ‹40›', 'thief groups/main/.env ‹40›']);
  });

  test('for people: the value alone on standard output', async () => {
    const home = temporaryHome();
    const { exitCode, stdout, stderr } = await program(['canary', 'new', '--plant', 'x', '--kind', 'github'], { home });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^GITHUB_TOKEN=ghp_[A-Za-z0-9]{36}$/);
    expect(stderr).toContain('not shown again');
  });

  test.each([
    [['canary', 'new', '--plant', 'x', '--kind', 'githup'], 'cli.usage.canary_kind'],
    [['canary', 'new', '--plant', ' x'], 'canary.plant_form'],
    [['canary', 'new'], 'cli.usage.missing_option'],
    [['canary', 'revoke', 'nothing'], 'canary.unknown'],
  ])('%j is refused', async (args, code) => {
    const home = temporaryHome();
    const ended = await program([...args, '--json'], { home });
    expect(ended.exitCode).toBe(2);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code } });
  });
});

describe('suppress', () => {
  test('keeps back exactly that, counts it, and ends when it is removed', async () => {
    const server = await echoServer();
    const home = await started({ allowHostServices: [server.address], findings: { dedupWindowSeconds: 1 } });
    const [hidden, shown] = [freshKey(), freshKey()];
    await sendAs('a', home, server, hidden);
    const { fingerprint = '' } = await one(home, 'ai_api_key');
    const made = await program(['suppress', fingerprint, '--reason', 'a test key', '--until', '30d', '--json'], {
      home,
    });
    const { suppression } = JSON.parse(made.stdout) as { suppression: { id: string; pattern: string } };
    expect(suppression.pattern).toBe('ai_api_key');

    await sendAs('b', home, server, hidden);
    await sendAs('b', home, server, shown);
    await until('the other one', async () => (await findingsOf(home, 'ai_api_key'))[1]);
    const agents = (await findingsOf(home, 'ai_api_key')).map(
      (each) => `${each.agent} ${each.fingerprint === fingerprint}`,
    );
    expect(agents.sort()).toEqual(['a true', 'b false']);
    const listed = await program(['suppress', 'list', '--json'], { home });
    expect(JSON.parse(listed.stdout)).toMatchObject({
      suppressions: [{ id: suppression.id, active: true, findings: 1 }],
    });
    expect((await program(['status'], { home })).stdout).toMatch(/kept back +1 finding kept back/);

    expect(await program(['suppress', 'remove', suppression.id], { home })).toMatchObject({ exitCode: 0 });
    await sendAs('c', home, server, hidden);
    await until('it is found again', async () =>
      (await findingsOf(home, 'ai_api_key')).find(({ agent }) => agent === 'c'),
    );
  });

  test.each([
    [['0'.repeat(32), '--until', '30d'], '--reason'],
    [['0'.repeat(32), '--reason', 'why'], '--until'],
    [['0'.repeat(32), '--pattern', 'jwt', '--reason', 'why', '--until', '400d'], 'within a year'],
    [['0'.repeat(32), '--pattern', 'jwt', '--reason', 'why', '--until', '2020-01-01'], 'future'],
    [['not-hex', '--pattern', 'jwt', '--reason', 'why', '--until', '3d'], 'FINGERPRINT'],
    [['--pattern', 'jwt', '--reason', 'why', '--until', '3d'], '--host'],
    [['--pattern', 'jwt', '--host', '*.com', '--reason', 'why', '--until', '3d'], '--host'],
    [['0'.repeat(32), '--reason', 'why', '--until', '3d'], '--pattern'],
    [['--pattern', 'vendor_tokn', '--host', 'a.b', '--reason', 'why', '--until', '3d'], 'Did you mean vendor_token?'],
    [
      ['0'.repeat(32), '--pattern', 'jwt', '--reason', 'a\u001b[31m test', '--until', '3d'],
      'without control characters',
    ],
    [['0'.repeat(32), '--pattern', 'jwt', '--reason', 'two\nlines', '--until', '3d'], '--reason'],
    [['remove', '00000000'], 'no such suppression'],
  ])('%j is refused, naming %s', async (args, words) => {
    const { exitCode, stderr } = await program(['suppress', ...args], { home: temporaryHome() });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe('groups', () => {
  test('that are switched off find nothing, and status says so', async () => {
    const server = await echoServer();
    const home = await started({ allowHostServices: [server.address], detection: { groups: { ai: false } } });
    await sendAs('a', home, server, `${freshKey()} ~/.ssh/id_rsa`);
    await one(home, 'ssh_key_path');
    expect(await findingsOf(home, 'ai_api_key')).toEqual([]);
    expect((await statusOf(home)).groups_off).toContain('ai');
    expect((await program(['status'], { home })).stdout).toMatch(/off +rules of .*ai/);
  });

  test('that nobody knows are refused by name', async () => {
    const home = temporaryHome({ detection: { groups: { comands: false } } });
    const { exitCode, stdout } = await program(['check-config'], { home });
    expect(exitCode).toBe(2);
    expect(stdout).toContain('"detection.groups.comands" is not a known key. Did you mean "commands"?');
  });
});
