import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { temporaryFolder } from '../findings/samples.js';
import { auditLines } from '../support/audit-lines.js';
import { startGuardian, until, type Guardian } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';
import { attribute, OtlpReceiver } from './support/otlp-receiver.js';

// Real processes on a machine that may be busy: time says nothing about what is tested.
jest.setTimeout(180_000);

type Otlp = NonNullable<NonNullable<Config['sinks']>['otlp']>;

describe('sinks that are changed while the sidecar runs', () => {
  let echo: EchoServer;
  let first: OtlpReceiver;
  let second: OtlpReceiver;
  let guardian: Guardian;
  let sent = 0;

  beforeEach(async () => {
    echo = (await startEchoServer([0]))!;
    [first, second] = [new OtlpReceiver(), new OtlpReceiver()];
    await Promise.all([first.listen(), second.listen()]);
    const home = mkdtempSync(join(tmpdir(), 'tg-'));
    for (const token of ['one', 'two']) writeFileSync(join(home, token), `Bearer ${token}`, { mode: 0o600 });
    guardian = await startGuardian({ home, config: { allowHostServices: [echo.address] } });
    sent = 0;
  }, 120_000);

  afterEach(async () => {
    await guardian.remove();
    await Promise.all([first.close(), second.close(), echo.close()]);
  }, 120_000);

  const collector = ({ port }: OtlpReceiver, token: string, more: Partial<Otlp[string]> = {}): Otlp[string] => ({
    url: `http://127.0.0.1:${port}`,
    metrics: false,
    headers: { authorization: { file: token } },
    ...more,
  });

  const reload = (otlp: Otlp): Promise<unknown> => {
    const file = join(guardian.home, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as Config;
    writeFileSync(file, JSON.stringify({ ...config, sinks: { otlp } }));
    return callControl(join(guardian.home, 'control.sock'), 'reload');
  };

  const exchange = async (count: number): Promise<void> => {
    for (const secret of generateSecrets(count)) {
      expect((await sendThrough(await guardian.proxyUrl(), `http://${echo.address}/`, `key ${secret}`)).status).toBe(
        200,
      );
    }
    sent += count;
    expect(await guardian.findingsWhen(({ length }) => length === sent)).toHaveLength(sent);
  };

  /** Ids of the sinks once so many came to each of the receivers and nothing waits. */
  const sinksWhen = async (toFirst: number, toSecond: number): Promise<string[]> => {
    const { sinks = [] } = await guardian.statusWhen(
      (status) =>
        first.records.length === toFirst &&
        second.records.length === toSecond &&
        // What was taken is noted as well: whoever is stopped before sends it once more.
        (status.sinks ?? []).every(
          ({ id, state, lag_lines: lag, delivered }) =>
            state === 'waiting' && lag === 0 && delivered === (id === 'otlp.a' ? toFirst : toSecond),
        ),
    );
    expect([first.records.length, second.records.length]).toEqual([toFirst, toSecond]);
    return sinks.map(({ id }) => id);
  };

  const tokens = (receiver: OtlpReceiver): Set<string | undefined> =>
    new Set(receiver.headers.splice(0).map(({ authorization }) => authorization));

  test('come, change their credentials and go, without a restart, and each goes on from its own place', async () => {
    const { pid } = await guardian.status();
    const open = await openExchange(await guardian.proxyUrl(), echo.address);
    await exchange(3);
    expect((await guardian.status()).sinks).toBeUndefined();

    expect(await reload({ a: collector(first, 'one') })).toMatchObject({ changed: ['sinks.otlp.a'] });
    expect(await sinksWhen(3, 0)).toEqual(['otlp.a']);
    await exchange(2);
    await sinksWhen(5, 0);
    expect(tokens(first)).toEqual(new Set(['Bearer one']));

    expect(await reload({ a: collector(first, 'two') })).toMatchObject({ changed: ['sinks.otlp.a'] });
    await exchange(2);
    await sinksWhen(7, 0);
    expect(tokens(first)).toEqual(new Set(['Bearer two']));

    await reload({ a: collector(first, 'two'), b: collector(second, 'one', { startAt: 'newest' }) });
    expect(await sinksWhen(7, 0)).toEqual(['otlp.a', 'otlp.b']);
    await exchange(2);
    await sinksWhen(9, 2);

    expect(await reload({ b: collector(second, 'one', { startAt: 'newest' }) })).toMatchObject({
      changed: ['sinks.otlp.a'],
    });
    await exchange(2);
    expect(await sinksWhen(9, 4)).toEqual(['otlp.b']);

    // Whoever comes back goes on where it was when it went.
    await reload({ a: collector(first, 'one') });
    expect(await sinksWhen(11, 4)).toEqual(['otlp.a']);
    const ids = first.records.map((record) => attribute(record, 'traffic_guardian.id'));
    expect(new Set(ids)).toEqual(new Set((await guardian.findings()).map(({ id }) => id)));

    await reload({});
    await until(
      () => guardian.status(),
      ({ sinks }) => sinks === undefined,
    );
    const status = await guardian.status();
    expect(status.sinks).toBeUndefined();
    expect(status).toMatchObject({ pid, observer: { replaced: 0 }, supervision: { restarts: 0 } });
    expect(await open.end()).toBe('first part, second part');
    // What was set is told, and no credential with it.
    expect(auditLines(guardian).filter(({ event }) => event.kind === 'config_changed')).toHaveLength(6);
    expect(JSON.stringify(auditLines(guardian))).not.toContain('Bearer');
    expect([...first.wrong, ...second.wrong]).toEqual([]);
  });

  test('with a credential that this process may not read are refused whole, and those of before go on', async () => {
    await reload({ a: collector(first, 'one') });
    const outside = join(temporaryFolder(), 'token');
    writeFileSync(outside, 'Bearer outside', { mode: 0o600 });
    const refused = reload({ a: collector(first, outside) });
    await expect(refused).rejects.toMatchObject({ code: 'config.needs_restart' });
    await expect(refused).rejects.toThrow('"sinks.otlp.a"');
    await exchange(2);
    expect(await sinksWhen(2, 0)).toEqual(['otlp.a']);
    expect(tokens(first)).toEqual(new Set(['Bearer one']));
  });
});

/** An exchange of which the half is sent, through the relay; its connection is open until it is ended. */
async function openExchange(proxyUrl: string, address: string): Promise<{ readonly end: () => Promise<string> }> {
  const { hostname, port, username, password } = new URL(proxyUrl);
  const credential = Buffer.from(`${username}:${password}`).toString('base64');
  const headers = { host: address, 'proxy-authorization': `Basic ${credential}` };
  const sending: ClientRequest = request({ hostname, port, method: 'POST', path: `http://${address}/`, headers });
  const answered = new Promise<string>((resolve, reject) => {
    sending.once('response', (response) => void textOf(response).then(resolve, reject));
    sending.once('error', reject);
  });
  await new Promise((resolve) => sending.write('first part, ', resolve));
  return {
    end: () => {
      sending.end('second part');
      return answered;
    },
  };
}
