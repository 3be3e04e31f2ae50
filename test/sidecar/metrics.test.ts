import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { join } from 'node:path';
import { callControl } from '../../src/sidecar/control/client.js';
import type { MetricsAnswer } from '../../src/sidecar/control/answers.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { startGuardian, until, type Guardian } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';

describe('metrics', () => {
  let guardian: Guardian;
  let echo: EchoServer;
  let port: number;
  const secret = generateSecrets(1)[0]!;

  beforeAll(async () => {
    echo = (await startEchoServer([0]))!;
    port = await freePort();
    guardian = await startGuardian({ config: { allowHostServices: [echo.address], metrics: { port } } });
    await sendThrough(await guardian.proxyUrl('research'), `http://${echo.address}/`, `key ${secret}`);
    await sendThrough(`http://research:wrong@${(await guardian.status()).listen}`, `http://${echo.address}/`, 'x');
    await guardian.statusWhen(({ coverage }) => coverage.connections === 1);
  }, 60_000);

  afterAll(async () => {
    await guardian.remove();
    await echo.close();
  }, 60_000);

  const metrics = async (): Promise<MetricsAnswer> =>
    (await callControl(join(guardian.home, 'control.sock'), 'metrics')) as MetricsAnswer;

  test('count connections by outcome, refusals by kind, and what is written', async () => {
    const { text } = await until(metrics, (answer) => answer.text.includes('findings_written_total 1'));
    expect(text).toContain('traffic_guardian_connections_total{outcome="inspected"} 1');
    expect(text).toContain('traffic_guardian_events_total{kind="authentication-failed"} 1');
    expect(text).toMatch(/^traffic_guardian_bytes_total\{outcome="inspected",seen="yes"\} [1-9]/m);
    expect(text).toContain('traffic_guardian_findings_written_total 1');
    expect(text).toContain('traffic_guardian_paused 0');
    expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
    for (const line of text.split('\n').filter((each) => each !== '')) {
      expect(line).toMatch(/^# (?:HELP|TYPE) \w+ .+$|^\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})? [-\d.e+]+$/);
    }
  });

  test('name no host, address, secret or credential', async () => {
    const { text } = await metrics();
    for (const hidden of [echo.address, '127.0.0.1', secret.slice(14), guardian.home])
      expect(text).not.toContain(hidden);
  });

  test('are served on loopback to whoever shows the token, and to nobody else', async () => {
    const { url = '', token = '' } = await metrics();
    expect(url).toBe(`http://127.0.0.1:${port}/metrics`);
    const get = (headers: Record<string, string>, path = '') => fetch(url + path, { headers });
    const answer = await get({ authorization: `Bearer ${token}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toContain('traffic_guardian_info{version="');
    expect((await get({})).status).toBe(401);
    expect((await get({ authorization: `Bearer ${token.slice(0, -1)}x` })).status).toBe(401);
    expect((await get({ authorization: `Basic ${token}` })).status).toBe(401);
    expect((await get({ authorization: `Bearer ${token}` }, '/..')).status).toBe(404);
  });

  test('on a port that is taken keep it from starting, with the reason', async () => {
    await expect(startGuardian({ config: { metrics: { port } } })).rejects.toMatchObject({
      reasonCode: 'sidecar.metrics_port_taken',
    });
  }, 60_000);
});
