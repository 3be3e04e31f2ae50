import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFleet } from '../../src/fleet/fleet-connection.js';
import { fleetLines, newestFindings } from '../../src/fleet/findings.js';
import { fleetStatus } from '../../src/fleet/hosts.js';
import { makeStreams } from '../../src/fleet/streams.js';
import type { Beat } from '../../src/sinks/beat.js';
import { openSink } from '../../src/sinks/open-sink.js';
import type { NatsConnectionPlan } from '../../src/sinks/plan.js';
import { START, recorded, temporaryFolder } from '../findings/samples.js';
import { temporaryHome } from '../cli/support/homes.js';
import { program } from '../cli/support/program.js';
import { stage } from '../sinks/support/deliveries.js';
import { issueTestCertificate } from '../support/certificates.js';
import { originAuthority } from '../support/origin.js';
import { isInstalled } from '../support/tools.js';
import { Broker, hostGrant, readerGrant, testWithBroker, type BrokerUser } from './support/broker.js';
import { hostPlan, readerPlan } from './support/plans.js';

jest.setTimeout(120_000);

const BEAT: Beat = {
  at: '2026-11-05T10:10:00.000Z',
  state: 'degraded',
  version: '1.2.3',
  rules: 'abcd',
  started_at: '2026-11-05T10:00:00.000Z',
  warnings: ['status.pinned'],
  findings_written: 3,
  metrics: [{ name: 'x', help: 'x', kind: 'gauge', labels: {}, value: 1 }],
};
const BOUNDS = { replicas: 1, maxAgeDays: 30, maxBytes: 64 * 1024 * 1024 };
const since = new Date(START);

describe('hosts of two operators on one broker, over TLS, each with an nkey', () => {
  let broker: Broker;
  let caFile: string;
  const users: Record<string, BrokerUser> = {};
  const user = (name: string): BrokerUser => users[name]!;
  const reader = (name: string): NatsConnectionPlan => readerPlan(broker, user(name), caFile);

  beforeAll(async () => {
    if (!isInstalled('nats-server')) return;
    const folder = temporaryFolder();
    const authority = await originAuthority();
    caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, authority.certificatePem);
    for (const name of ['a1', 'a2', 'a-reader', 'b1', 'b-reader', 'stranger']) users[name] = Broker.user(folder, name);
    broker = new Broker(
      {
        A: [hostGrant(user('a1'), 'a1'), hostGrant(user('a2'), 'a2'), readerGrant(user('a-reader'))],
        B: [hostGrant(user('b1'), 'b1'), readerGrant(user('b-reader'))],
      },
      await issueTestCertificate(authority, ['127.0.0.1']),
    );
    await broker.start();
    for (const name of ['a-reader', 'b-reader']) {
      expect(await withFleet(reader(name), (fleet) => makeStreams(fleet, BOUNDS))).toBe(true);
      expect(await withFleet(reader(name), (fleet) => makeStreams(fleet, BOUNDS))).toBe(false);
    }
  }, 120_000);

  afterAll(async () => {
    if (isInstalled('nats-server')) await broker.remove();
  }, 60_000);

  const publishing = (name: string, host: string, change = {}) => {
    const plan = hostPlan(broker, user(name), { tls: { caFile }, timeoutMs: 2_000, ...change });
    return { plan, open: () => openSink(plan, { host, version: '1.2.3' }) };
  };

  testWithBroker('publish findings and beats that their operator reads, and no other', async () => {
    const { write, deliver } = await stage();
    await write(0, 30);
    for (const [name, id] of [['a1', 'nats.one'] as const, ['a2', 'nats.two'] as const]) {
      const { plan, open } = publishing(name, name, { id });
      const running = deliver(plan, { open });
      await running.statusWhen(({ delivered }) => delivered === 30);
      await running.delivery.beat(BEAT);
    }
    const { status, findings } = await withFleet(reader('a-reader'), async (fleet) => ({
      status: await fleetStatus(fleet, new Date()),
      findings: await newestFindings(fleetLines(fleet, { since }), 1_000),
    }));
    expect(findings).toHaveLength(60);
    expect(findings[0]?.finding).toEqual(JSON.parse(JSON.stringify(recorded(29))));
    expect(status).toMatchObject({
      counts: { alive: 0, degraded: 2, paused: 0, silent: 0 },
      versions: { '1.2.3': ['a1', 'a2'] },
      not_understood: 0,
      not_understood_from: [],
    });
    expect(status.hosts[0]).toMatchObject({ host: 'a1', warnings: ['status.pinned'], findings_written: 3 });
    const others = await withFleet(reader('b-reader'), async (fleet) => ({
      status: await fleetStatus(fleet, new Date()),
      findings: await newestFindings(fleetLines(fleet, { since }), 1_000),
    }));
    expect(others).toMatchObject({ status: { hosts: [] }, findings: [] });
  });

  testWithBroker('speak for nobody else, and read nothing', async () => {
    const { write, deliver } = await stage();
    await write(0, 3);
    const { plan, open } = publishing('a1', 'a2', { id: 'nats.forged' });
    const status = await deliver(plan, { open }).statusWhen(({ failures }) => failures >= 2);
    expect(status).toMatchObject({ delivered: 0 });
    const host = { ...reader('a1') };
    await expect(withFleet(host, (fleet) => fleetStatus(fleet, new Date()))).rejects.toMatchObject({
      code: 'fleet.unreachable',
    });
  });

  testWithBroker(
    'do not get in with a key that the broker does not know, nor trust a broker of nobody known',
    async () => {
      const { write, deliver } = await stage();
      await write(0, 1);
      const stranger = publishing('stranger', 'a1', { id: 'nats.stranger' });
      const refused = await deliver(stranger.plan, stranger).statusWhen(({ failures }) => failures >= 1);
      expect(refused.last_error?.code).toBe('AuthorizationError');
      const untrusting = publishing('a1', 'a1', { id: 'nats.untrusting', tls: {} });
      const untrusted = await deliver(untrusting.plan, untrusting).statusWhen(({ failures }) => failures >= 1);
      expect(untrusted).toMatchObject({ delivered: 0 });
      expect(JSON.stringify([refused, untrusted])).not.toMatch(/SU[A-Z0-9]{20}/);
    },
  );

  testWithBroker('are stored once, however often a batch is sent', async () => {
    const { plan, open } = publishing('b1', 'b1');
    const sink = await open();
    const batch = [1, 2, 3].map((n) => JSON.parse(JSON.stringify(recorded(n))) as never);
    const { signal } = new AbortController();
    for (let n = 0; n < 3; n++) await sink.send(batch, signal);
    await sink.close();
    const stored = await withFleet({ ...plan, ...reader('b-reader') }, async ({ manager, streams }) => {
      return (await manager.streams.info(streams.findings)).state.messages;
    });
    expect(stored).toBe(3);
  });

  testWithBroker('are shown by the command line', async () => {
    const fleet = { reader: { servers: [broker.url], nkeySeed: { file: user('a-reader').seedFile }, tls: { caFile } } };
    const home = temporaryHome({ fleet });
    const json = async (...args: string[]): Promise<unknown> => {
      const { stdout, exitCode, stderr } = await program(['fleet', ...args, '--json'], { home });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      return JSON.parse(stdout) as unknown;
    };
    expect(await json('setup', '--max-age-days', '10')).toMatchObject({ created: false, maxAgeDays: 10 });
    expect(await json('status')).toMatchObject({ counts: { degraded: 2 } });
    expect(await json('findings', '--since', '2026-01-01', '--host', 'a2', '--limit', '5')).toMatchObject({
      findings: [{ host: 'a2' }, {}, {}, {}, {}],
    });
    // The samples of both hosts have the same fingerprints, as hosts with a key in common would.
    const digest = (await json('digest', '--since', '2026-01-01')) as { incidents: { hosts: string[] }[] };
    expect(digest).toMatchObject({ findings: 60, by_host: { a1: 30, a2: 30 } });
    expect(digest.incidents).toHaveLength(30);
    expect(digest.incidents[0]?.hosts).toEqual(['a1', 'a2']);
    const shown = await program(['fleet'], { home });
    expect(shown.stdout).toContain('2 hosts: 0 alive, 2 degraded, 0 paused, 0 silent');
    const said = await program(['fleet', 'digest', '--since', '2026-01-01'], { home });
    expect(said.stdout).toContain('30 secrets left more than one host:');
    const listed = await program(['fleet', 'findings', '--since', '2026-01-01', '--min-severity', 'critical'], {
      home,
    });
    expect(listed.stdout.split('\n').filter((text) => text.startsWith('a2'))).not.toEqual([]);
  });
});

testWithBroker('what a host publishes before there are streams waits in its journal, and is sent then', async () => {
  const broker = new Broker();
  try {
    await broker.start();
    const { write, deliver } = await stage();
    await write(0, 5);
    const plan = hostPlan(broker);
    const running = deliver(plan, { open: () => openSink(plan, { host: 'early', version: '1.2.3' }) });
    const waiting = await running.statusWhen(({ failures }) => failures >= 2);
    expect(waiting).toMatchObject({ delivered: 0, lag_lines: 5, last_error: { code: 'NO_STREAM' } });
    expect(await withFleet(readerPlan(broker), (fleet) => makeStreams(fleet, BOUNDS))).toBe(true);
    expect(await running.statusWhen(({ delivered }) => delivered === 5)).toMatchObject({ lag_lines: 0, failures: 0 });
  } finally {
    await broker.remove();
  }
});

testWithBroker(
  'what a broker did not hand over, and what is no finding of this version, is not passed over in silence',
  async () => {
    const broker = new Broker();
    try {
      await broker.start();
      const plan = readerPlan(broker);
      await withFleet(plan, (fleet) => makeStreams(fleet, BOUNDS));
      const sink = await openSink(hostPlan(broker), { host: 'box', version: '1.2.3' });
      const findings = Array.from({ length: 2_000 }, (_, n) => JSON.parse(JSON.stringify(recorded(n))) as never);
      await sink.send(findings, new AbortController().signal);
      await sink.close();
      // A host of a later version has more to say of a finding.
      await withFleet(plan, ({ client }) =>
        client.publish('guardian.findings.later', JSON.stringify({ ...recorded(3_000), later: true })),
      );
      const home = temporaryHome({ fleet: { reader: { servers: [broker.url] } } });
      for (const command of ['findings', 'digest']) {
        const { stdout } = await program(['fleet', command, '--since', '2026-01-01', '--json'], { home });
        expect(JSON.parse(stdout)).toMatchObject({ not_understood: 1 });
        const said = await program(['fleet', command, '--since', '2026-01-01'], { home });
        expect(said.stdout).toContain('1 message is not what a host sends');
      }
      await withFleet(plan, ({ client }) => client.publish('guardian.status.newer', '{"schema_version":"v9"}'));
      const status = await program(['fleet', 'status', '--json'], { home });
      expect(JSON.parse(status.stdout)).toMatchObject({ not_understood: 1, not_understood_from: ['newer'] });
      const { stdout: shown } = await program(['fleet', 'status'], { home });
      expect(shown).toContain('1 message is not what a host sends.\n  newer');
      // What is deleted while it is read is not waited for.
      const left = await withFleet(plan, async (fleet) => {
        let read = 0;
        for await (const { finding } of fleetLines(fleet, { since })) {
          expect(finding.platform).toBe('nanoclaw');
          if (++read === 1) await fleet.manager.streams.purge(fleet.streams.findings);
        }
        return read;
      });
      expect(left).toBeLessThan(findings.length);
      // A broker that goes away in between leaves no half digest behind that looks whole.
      const again = await openSink(hostPlan(broker), { host: 'another', version: '1.2.3' });
      await again.send(findings, new AbortController().signal);
      await again.close();
      const cut = withFleet(plan, async (fleet) => {
        let read = 0;
        for await (const line of fleetLines(fleet, { since })) {
          expect(line.finding.platform).toBe('nanoclaw');
          if (++read === 1) await broker.stop('SIGKILL');
        }
        return read;
      });
      await expect(cut).rejects.toThrow('cannot be read (CLOSED_EARLY)');
    } finally {
      await broker.remove();
    }
  },
);

testWithBroker('a fleet that cannot be read is said with a code and what to do', async () => {
  const none = temporaryHome();
  expect(await program(['fleet', 'status'], { home: none })).toMatchObject({ exitCode: 2 });
  const away = temporaryHome({ fleet: { reader: { servers: ['nats://127.0.0.1:1'] } } });
  const { exitCode, stderr } = await program(['fleet', 'status'], { home: away });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('127.0.0.1:1');
  const wrong = await program(['fleet', 'findings', '--min-severity', 'worst'], { home: away });
  expect(wrong).toMatchObject({ exitCode: 2 });
  expect((await program(['fleet', 'findings', '--limit', '0'], { home: away })).exitCode).toBe(2);
  expect((await program(['fleet', 'digest', '--since', 'yesterday'], { home: away })).exitCode).toBe(2);
});
