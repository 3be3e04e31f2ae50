import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import type { Finding } from '../../src/findings/finding.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import type { MetricsAnswer } from '../../src/sidecar/control/answers.js';
import { callControl } from '../../src/sidecar/control/client.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { temporaryFolder } from '../findings/samples.js';
import { startGuardian, until, type Guardian } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';
import { attribute, OtlpReceiver } from './support/otlp-receiver.js';

// Real processes on a machine that may be busy: time says nothing about what is tested.
jest.setTimeout(180_000);

const EXCHANGES = 40;

describe('a Guardian with a sink', () => {
  let echo: EchoServer;
  let receiver: OtlpReceiver;
  let home: string;
  let guardian: Guardian;

  beforeEach(async () => {
    echo = (await startEchoServer([0]))!;
    receiver = new OtlpReceiver();
    await receiver.listen();
    home = mkdtempSync(join(tmpdir(), 'tg-'));
    const token = join(temporaryFolder(), 'token');
    writeFileSync(token, 'Bearer from-a-file-outside', { mode: 0o600 });
    guardian = await startGuardian({ home, config: config(token) });
  }, 120_000);

  afterEach(async () => {
    await guardian.remove();
    await receiver.close();
    await echo.close();
  }, 120_000);

  const config = (token: string): Config => ({
    allowHostServices: [echo.address],
    sinks: {
      host: 'box-1',
      otlp: {
        collector: {
          url: `http://127.0.0.1:${receiver.port}`,
          headers: { authorization: { file: token } },
          timeoutMs: 1_000,
        },
      },
    },
  });

  /** Sends a secret of its own in each of so many exchanges; their statuses. */
  async function exchange(count: number): Promise<(number | undefined)[]> {
    const url = await guardian.proxyUrl();
    const statuses = [];
    for (const secret of generateSecrets(count)) {
      statuses.push((await sendThrough(url, `http://${echo.address}/`, `key ${secret}`)).status);
    }
    return statuses;
  }

  const sinkWhen = async (good: (sink: NonNullable<Status['sinks']>[number]) => boolean) => {
    const status = await until(
      () => guardian.status(),
      ({ sinks }) => sinks?.[0] !== undefined && good(sinks[0]),
      60_000,
    );
    return { status, sink: status.sinks?.[0] };
  };

  const delivered = (): string[] =>
    [...new Set(receiver.records.map((record) => attribute(record, 'traffic_guardian.id') ?? ''))].sort();
  const ids = (findings: readonly Finding[]): string[] => findings.map(({ id = '' }) => id).sort();

  test('loses no exchange and no finding while it hangs, says so, and sends all of it afterwards', async () => {
    receiver.answer = () => 'hang';
    expect(await exchange(EXCHANGES)).toEqual(Array.from({ length: EXCHANGES }, () => 200));
    const findings = await guardian.findingsWhen((all) => all.length === EXCHANGES);
    expect(findings).toHaveLength(EXCHANGES);
    const hanging = await sinkWhen(({ failures, lag_lines: lag }) => failures >= 3 && lag === EXCHANGES);
    expect(hanging.sink).toMatchObject({ id: 'otlp.collector', state: 'retrying', delivered: 0 });
    expect(hanging.sink?.last_error?.code).toBe('TIMEOUT');
    const { coverage, observer, warnings, state, protections } = hanging.status;
    expect(coverage.outcomes['inspected']).toMatchObject({ connections: EXCHANGES, bytes_unseen: 0 });
    expect(observer).toEqual({ replaced: 0, backlog_bytes: 0 });
    // A sink that is away limits nothing of what is seen and recorded.
    expect(state).toBe('watching');
    expect(warnings.map(({ code }) => code)).toContain('status.sink_failing');
    expect(protections.permission_model).toBe(true);
    const { text } = (await callControl(join(home, 'control.sock'), 'metrics')) as MetricsAnswer;
    expect(text).toContain(`traffic_guardian_sink_lag_lines{sink="otlp.collector"} ${EXCHANGES}`);
    expect(text).toContain('traffic_guardian_sink_delivered_total{sink="otlp.collector"} 0');
    receiver.answer = () => 200;
    expect((await sinkWhen((sink) => sink.delivered === EXCHANGES)).sink).toMatchObject({ lag_lines: 0, failures: 0 });
    expect(delivered()).toEqual(ids(findings));
    expect(receiver.wrong).toEqual([]);
    expect(receiver.headers[0]?.authorization).toBe('Bearer from-a-file-outside');
    expect(JSON.stringify(await guardian.status())).not.toContain('from-a-file');
  });

  test('sends metrics with the state of the host', async () => {
    await until(
      async () => receiver.metrics,
      (metrics) => metrics.length > 0,
      60_000,
    );
    const names = receiver.metrics.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['traffic_guardian_connections', 'traffic_guardian_sink_lag_lines']));
    expect(receiver.wrong).toEqual([]);
  });

  test('goes on where it was when its process was killed', async () => {
    await exchange(5);
    await sinkWhen((sink) => sink.delivered === 5);
    const { pid } = await guardian.status();
    process.kill(pid, 'SIGKILL');
    await until(
      () => guardian.status().catch(() => undefined),
      (status) => status !== undefined && status.pid !== pid,
      60_000,
    );
    await exchange(5);
    const { sink } = await sinkWhen((each) => each.delivered >= 10);
    expect(sink).toMatchObject({ delivered: 10, lag_lines: 0 });
    expect(delivered()).toEqual(ids(await guardian.findings()));
  });
});
