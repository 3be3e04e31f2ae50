import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attribute, OtlpReceiver } from '../sinks/support/otlp-receiver.js';
import { until } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';
import { startPreloaded, type Preloaded } from './preloaded.js';

type Trouble = 'crash' | 'grow' | 'stall';

describe('a thread of the sinks that', () => {
  const receiver = new OtlpReceiver();
  let guardian: Preloaded;
  let found = 0;

  beforeEach(async () => {
    await receiver.listen();
    guardian = await startPreloaded('troubled-sinks.js', {
      sinks: { otlp: { collector: { url: `http://127.0.0.1:${receiver.port}`, metrics: false } } },
    });
    found = 0;
    receiver.records.length = 0;
  });

  afterEach(() => receiver.close());

  /** Secrets through the relay, each in an exchange of its own: every one is answered, and found. */
  const exchange = async (count: number): Promise<void> => {
    for (const secret of generateSecrets(count)) expect(await guardian.send(`key ${secret}`)).toBe(200);
    found += count;
    expect(await until(guardian.findings, ({ length }) => length === found)).toHaveLength(found);
  };

  const sinkIs = async (state: string, delivered: number): Promise<void> => {
    const { sinks: [sink] = [] } = await until(
      guardian.status,
      ({ sinks }) => sinks?.[0]?.state === state && sinks[0].delivered === delivered,
      120_000,
    );
    expect(sink).toMatchObject({ state, delivered });
  };

  /** Makes trouble and waits until the thread has begun with it. Renamed into its place, so that nobody reads half. */
  const make = async (trouble: Trouble): Promise<void> => {
    const file = join(guardian.home, 'sinks-trouble');
    writeFileSync(`${file}.new`, trouble);
    renameSync(`${file}.new`, file);
    await until(
      async () => existsSync(file),
      (there) => !there,
    );
  };

  /** Everything that was found has come, and nothing that others do was touched by what happened to the thread. */
  const expectNothingLost = async (pid: number): Promise<void> => {
    await sinkIs('waiting', found);
    const came = new Set(receiver.records.map((record) => attribute(record, 'traffic_guardian.id')));
    expect(came).toEqual(new Set((await guardian.findings()).map(({ id }) => id)));
    const status = await guardian.status();
    expect(status).toMatchObject({ pid, state: 'watching', observer: { replaced: 0 }, journal: { dropped: 0 } });
    expect(status.coverage.outcomes['inspected']).toMatchObject({ connections: found, bytes_unseen: 0 });
    expect(status.sinks?.[0]).toMatchObject({ lag_lines: 0, lost_to_retention: 0, resets: 0 });
    expect(receiver.wrong).toEqual([]);
  };

  const replacements = (): string[] =>
    readFileSync(join(guardian.logDir, 'sidecar.log'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"kind":"replaced"'))
      .map((line) => (JSON.parse(line) as { sinks: { reason: string } }).sinks.reason);

  test('crashes or grows beyond its memory is replaced; it loses nothing, and the relay notices nothing', async () => {
    const { pid } = await guardian.status();
    await exchange(5);
    await sinkIs('waiting', 5);
    for (const trouble of ['crash', 'grow'] as const) {
      // While the receiver is away, so that findings wait in the middle of it.
      receiver.answer = () => 'hang';
      await exchange(5);
      await make(trouble);
      await exchange(5);
      receiver.answer = () => 200;
      await expectNothingLost(pid);
    }
    expect(replacements()).toEqual(['RangeError', 'ERR_WORKER_OUT_OF_MEMORY']);
  });

  test('stands still is replaced after half a minute; until then the relay and the journal go on', async () => {
    const { pid } = await guardian.status();
    await exchange(5);
    await sinkIs('waiting', 5);
    await make('stall');
    await exchange(10);
    expect(receiver.records).toHaveLength(5);
    await expectNothingLost(pid);
    expect(replacements()).toEqual(['stalled']);
  });
});
