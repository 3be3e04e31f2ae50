import { afterEach, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Beat } from '../../src/sinks/beat.js';
import type { OtlpPlan } from '../../src/sinks/plan.js';
import { idOf, recorded, temporaryFolder } from '../findings/samples.js';
import { range } from '../findings/journal/folders.js';
import { stage } from './support/deliveries.js';
import { attribute, OtlpReceiver } from './support/otlp-receiver.js';

const receivers: OtlpReceiver[] = [];

async function collector(): Promise<OtlpReceiver> {
  const receiver = new OtlpReceiver();
  await receiver.listen();
  receivers.push(receiver);
  return receiver;
}

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

function planFor({ port }: OtlpReceiver, change: Partial<OtlpPlan> = {}): OtlpPlan {
  return {
    kind: 'otlp',
    id: 'otlp.test',
    url: `http://127.0.0.1:${port}`,
    encoding: 'protobuf',
    metrics: true,
    headers: {},
    tls: {},
    startAt: 'oldest',
    minSeverity: 'low',
    batchSize: 50,
    timeoutMs: 5_000,
    ...change,
  };
}

const BEAT: Beat = {
  at: '2026-11-05T10:10:00.000Z',
  state: 'watching',
  version: '1.2.3',
  rules: 'abc',
  started_at: '2026-11-05T10:00:00.000Z',
  warnings: [],
  findings_written: 3,
  metrics: [
    {
      name: 'tg_bytes_total',
      help: 'Bytes.',
      kind: 'counter',
      labels: { outcome: 'inspected', seen: 'yes' },
      value: 5,
    },
    { name: 'tg_bytes_total', help: 'Bytes.', kind: 'counter', labels: { outcome: 'pinned', seen: 'no' }, value: 7.5 },
    { name: 'tg_connections', help: 'Open.', kind: 'gauge', labels: {}, value: 2 },
  ],
};

describe.each(['protobuf', 'json'] as const)('a collector is sent %s that follows the definitions', (encoding) => {
  test('with each finding as a log record', async () => {
    const { journal, deliver } = await stage();
    const receiver = await collector();
    journal.append(recorded(1, { decoding: ['base64', 'gzip'], severity: 'high' }));
    journal.append(recorded(2, { count: 10, last_seen: '2026-11-05T11:00:00.007Z' }));
    await journal.flush();
    await deliver(planFor(receiver, { encoding })).statusWhen(({ delivered }) => delivered === 2);
    expect(receiver.wrong).toEqual([]);
    const [first, second] = receiver.records;
    expect(first).toMatchObject({
      severityNumber: 17,
      severityText: 'high',
      body: { stringValue: recorded(1).snippet },
      timeUnixNano: `${Date.parse(recorded(1).timestamp)}000000`,
    });
    expect(second).toMatchObject({
      severityNumber: 21,
      timeUnixNano: `${Date.parse('2026-11-05T11:00:00.007Z')}000000`,
    });
    expect(attribute(first!, 'traffic_guardian.id')).toBe(idOf(1));
    expect(attribute(second!, 'traffic_guardian.count')).toBe('10');
    expect(attribute(first!, 'traffic_guardian.dest')).toBe(recorded(1).dest);
    const decoding = first!.attributes.find(({ key }) => key === 'traffic_guardian.decoding')?.value;
    expect(decoding?.arrayValue?.values.map(({ stringValue }) => stringValue)).toEqual(['base64', 'gzip']);
    const about = receiver.resources[0]!.map(({ key, value }) => [key, value.stringValue]);
    expect(about).toEqual(
      expect.arrayContaining([
        ['service.name', 'traffic-guardian'],
        ['service.version', '1.2.3'],
        ['host.name', 'host-a'],
      ]),
    );
  });

  test('with counts as metrics', async () => {
    const { deliver } = await stage();
    const receiver = await collector();
    const { delivery, statusWhen } = deliver(planFor(receiver, { encoding }));
    await statusWhen(({ state }) => state === 'waiting');
    await delivery.beat(BEAT);
    expect(receiver.wrong).toEqual([]);
    const [bytes, connections] = receiver.metrics;
    expect(bytes).toMatchObject({ name: 'tg_bytes_total', sum: { isMonotonic: true, aggregationTemporality: 2 } });
    expect(bytes?.sum?.dataPoints).toMatchObject([{ asDouble: 5 }, { asDouble: 7.5 }]);
    expect(connections).toMatchObject({ name: 'tg_connections', gauge: { dataPoints: [{ asDouble: 2 }] } });
  });
});

test('a collector gets every finding once, after two restarts of each side', async () => {
  const { write, deliver } = await stage({ maxFileBytes: 20_000 });
  const receiver = await collector();
  const plan = planFor(receiver);
  let running = deliver(plan);
  // Now and then it takes a batch and is gone before it can say so.
  let requests = 0;
  receiver.answer = () => (++requests % 7 === 3 ? 'kept-unanswered' : 200);
  await write(0, 300);
  await running.statusWhen(({ delivered }) => delivered >= 100);
  await receiver.close();
  await write(300, 500);
  await running.statusWhen(({ failures }) => failures >= 2);
  await receiver.listen();
  await running.statusWhen(({ delivered }) => delivered >= 250);
  await running.stop();
  await write(500, 700);
  running = deliver(plan);
  await running.statusWhen(({ delivered }) => delivered >= 550);
  await receiver.close();
  await running.statusWhen(({ failures, lag_lines: lag }) => failures >= 2 || lag === 0);
  await running.stop();
  await write(700, 1000);
  running = deliver(plan);
  await running.statusWhen(({ failures }) => failures >= 2);
  await receiver.listen();
  const status = await running.statusWhen(({ delivered }) => delivered === 1000);
  expect(status).toMatchObject({ delivered: 1000, refused: 0, lost_to_retention: 0, lag_lines: 0 });
  expect(receiver.wrong).toEqual([]);
  const ids = receiver.records.map((record) => attribute(record, 'traffic_guardian.id'));
  expect([...new Set(ids)]).toEqual(range(0, 1000).map(idOf));
  // At least once: what was taken and not answered came again, and nothing else did.
  expect(ids.length).toBeGreaterThan(1000);
});

describe('a collector', () => {
  test('is shown credentials from files and variables, read anew after each failure', async () => {
    const { write, deliver } = await stage();
    const receiver = await collector();
    const file = join(temporaryFolder(), 'token');
    writeFileSync(file, 'Bearer old\n');
    process.env['NANOCLAW_TRAFFIC_GUARDIAN_TEST_KEY'] = 'from-env';
    let tries = 0;
    receiver.answer = () => {
      if (tries++ > 2) return 200;
      writeFileSync(file, 'Bearer new\n');
      return 401;
    };
    await write(0, 1);
    const headers = { authorization: { file }, 'api-key': { env: 'NANOCLAW_TRAFFIC_GUARDIAN_TEST_KEY' } };
    const running = deliver(planFor(receiver, { headers }));
    const status = await running.statusWhen(({ delivered }) => delivered === 1);
    expect(status.last_error?.code).toBe('HTTP_401');
    expect(receiver.headers[0]).toMatchObject({ authorization: 'Bearer new', 'api-key': 'from-env' });
    expect(JSON.stringify(status)).not.toMatch(/Bearer|from-env/);
  });

  test('that has a credential that cannot be read is not asked, and the file is not named', async () => {
    const { write, deliver } = await stage();
    const receiver = await collector();
    await write(0, 1);
    const headers = { authorization: { file: '/nonexistent/token' } };
    const status = await deliver(planFor(receiver, { headers })).statusWhen(({ failures }) => failures > 0);
    expect(status.last_error?.code).toBe('CREDENTIAL_UNREADABLE');
    expect(JSON.stringify(status)).not.toContain('nonexistent');
    expect(receiver.headers).toEqual([]);
  });

  test('with a credential and an authority to read fails alone when the credential is not there', async () => {
    const { write, deliver } = await stage();
    const caFile = join(temporaryFolder(), 'ca.pem');
    writeFileSync(caFile, '');
    await write(0, 1);
    const headers = { authorization: { env: 'NANOCLAW_TRAFFIC_GUARDIAN_NONE' } };
    const plan = planFor(await collector(), { url: 'https://127.0.0.1:1', headers, tls: { caFile } });
    // A rejection that nobody waits for would end the thread that all sinks share, and here the test.
    const status = await deliver(plan).statusWhen(({ failures }) => failures > 0);
    expect(status.last_error?.code).toBe('CREDENTIAL_EMPTY');
  });

  test('that takes a batch and throws part of it away is not sent it again', async () => {
    const { write, deliver } = await stage();
    const receiver = await collector();
    receiver.reply = Buffer.from(JSON.stringify({ partialSuccess: { rejectedLogRecords: '3' } }));
    await write(0, 10);
    const running = deliver(planFor(receiver, { encoding: 'json' }));
    const status = await running.statusWhen(({ state }) => state === 'waiting');
    expect(status).toMatchObject({ delivered: 7, refused: 3 });
    expect(receiver.records).toHaveLength(10);
  });

  test('that is slow to answer metrics holds up no findings', async () => {
    const { write, deliver } = await stage();
    const receiver = await collector();
    const { delivery, status, statusWhen } = deliver(planFor(receiver, { timeoutMs: 300 }));
    await statusWhen(({ state }) => state === 'waiting');
    receiver.answer = (path) => (path === '/v1/metrics' ? 'hang' : 200);
    const beating = delivery.beat(BEAT);
    await write(0, 5);
    await statusWhen(({ delivered }) => delivered === 5);
    await beating;
    expect(receiver.records.map((record) => attribute(record, 'traffic_guardian.id'))).toEqual(range(0, 5).map(idOf));
    expect((await status()).beats_failed).toBe(1);
  });
});
