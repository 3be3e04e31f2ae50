import { describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../src/findings/finding.js';
import { backoffMs } from '../../src/sinks/backoff.js';
import { DeliveryError } from '../../src/sinks/delivery-error.js';
import type { Sink } from '../../src/sinks/sink.js';
import { idOf, recorded } from '../findings/samples.js';
import { linesIn, range } from '../findings/journal/folders.js';
import { once, PLAN, stage } from './support/deliveries.js';

/** A receiver in this process. What `answer` throws it does not take. */
function receiver(answer: (findings: readonly Finding[]) => void | Promise<void> = () => undefined) {
  const taken: Finding[] = [];
  const batches: number[] = [];
  const counts = { opened: 0, closed: 0 };
  const open = async (): Promise<Sink> => {
    counts.opened++;
    return {
      send: async (findings) => {
        batches.push(findings.length);
        await answer(findings);
        taken.push(...findings);
        return { refused: 0 };
      },
      close: async () => {
        counts.closed++;
      },
    };
  };
  return { taken, batches, counts, open };
}

describe('a delivery brings the journal to its sink', () => {
  test('every finding once and in order, in batches, over rotation, and what comes later too', async () => {
    const { write, deliver } = await stage({ maxFileBytes: 5_000 });
    const to = receiver();
    await write(0, 95);
    const running = deliver(PLAN, to);
    await write(95, 130);
    const status = await running.statusWhen(({ delivered }) => delivered === 130);
    expect(to.taken.map(({ id }) => id)).toEqual(range(0, 130).map(idOf));
    expect(Math.max(...to.batches)).toBeLessThanOrEqual(PLAN.batchSize);
    expect(status).toMatchObject({ lag_lines: 0, refused: 0, lost_to_retention: 0, failures: 0 });
  });

  test('on from where it was after a restart', async () => {
    const { write, deliver } = await stage();
    const to = receiver();
    await write(0, 20);
    const first = deliver(PLAN, to);
    await first.statusWhen(({ delivered }) => delivered === 20);
    await first.stop();
    await write(20, 40);
    const second = deliver(PLAN, to);
    expect(await second.statusWhen(({ delivered }) => delivered === 40)).toMatchObject({ lag_lines: 0 });
    expect(to.taken.map(({ id }) => id)).toEqual(range(0, 40).map(idOf));
  });

  test('once, and says so while its place cannot be kept, until it can be', async () => {
    const { folder, write, deliver } = await stage();
    const inTheWay = join(dirname(folder), 'sinks', `${PLAN.id}.json.tmp`);
    mkdirSync(inTheWay, { recursive: true });
    const to = receiver();
    await write(0, 20);
    const first = deliver(PLAN, to);
    expect(await first.statusWhen(({ state, failures }) => state === 'stuck' && failures >= 3)).toMatchObject({
      state: 'stuck',
      last_error: { code: 'EISDIR' },
      delivered: 20,
    });
    rmSync(inTheWay, { recursive: true });
    expect(await first.statusWhen(({ state }) => state === 'waiting')).toMatchObject({ state: 'waiting', failures: 0 });
    await first.stop();
    const second = deliver(PLAN, to);
    await second.statusWhen(({ state }) => state === 'waiting');
    expect(to.taken.map(({ id }) => id)).toEqual(range(0, 20).map(idOf));
  });

  test('again after it was cut off in the middle of a batch: nobody knows whether it was taken', async () => {
    const { write, deliver } = await stage();
    const hanging = receiver(() => new Promise(() => undefined));
    await write(0, 5);
    const first = deliver(PLAN, hanging);
    await first.statusWhen(() => hanging.batches.length === 1);
    await first.stop();
    const to = receiver();
    const second = deliver(PLAN, to);
    await second.statusWhen(({ delivered }) => delivered === 5);
    expect(to.taken.map(({ id }) => id)).toEqual(range(0, 5).map(idOf));
  });

  test('only what is severe enough, and passes over the rest', async () => {
    const { journal, deliver } = await stage();
    for (const n of range(0, 10)) journal.append(recorded(n, { severity: n % 2 === 0 ? 'low' : 'high' }));
    await journal.flush();
    const to = receiver();
    const running = deliver({ ...PLAN, minSeverity: 'high' }, to);
    const status = await running.statusWhen(({ lag_lines: lag, state }) => lag === 0 && state === 'waiting');
    expect(status.delivered).toBe(5);
    expect(to.taken.map(({ id }) => id)).toEqual([1, 3, 5, 7, 9].map(idOf));
  });

  test('only what comes, when it is to begin with the newest', async () => {
    const { write, deliver } = await stage();
    await write(0, 10);
    const to = receiver();
    const running = deliver({ ...PLAN, startAt: 'newest' }, to);
    await running.statusWhen(({ state }) => state === 'waiting');
    await write(10, 15);
    expect(await running.statusWhen(({ delivered }) => delivered === 5)).toMatchObject({ lag_lines: 0 });
    expect(to.taken.map(({ id }) => id)).toEqual(range(10, 15).map(idOf));
  });
});

describe('a receiver that is away', () => {
  test('is asked again until it answers, and gets everything in order', async () => {
    const { write, deliver } = await stage();
    let away = 7;
    const to = receiver(() => {
      if (away-- > 0) throw new DeliveryError('HTTP_503');
    });
    await write(0, 25);
    const running = deliver(PLAN, to);
    const status = await running.statusWhen(({ delivered }) => delivered === 25);
    expect(to.taken.map(({ id }) => id)).toEqual(range(0, 25).map(idOf));
    expect(status.last_error?.code).toBe('HTTP_503');
    expect(status.failures).toBe(0);
    // Opened anew after each failure: a credential may have been exchanged.
    expect(to.counts).toEqual({ opened: 8, closed: 7 });
  });

  test('is named with the reason, the lag, the oldest that waits and the next try', async () => {
    const { write, deliver } = await stage();
    await write(0, 12);
    const open = async (): Promise<Sink> =>
      Promise.reject(Object.assign(new Error('secret'), { code: 'ECONNREFUSED' }));
    const running = deliver(PLAN, { open });
    const status = await running.statusWhen(({ failures }) => failures >= 3);
    expect(status).toMatchObject({
      id: 'webhook.test',
      target: 'http://127.0.0.1:1',
      state: 'retrying',
      delivered: 0,
      lag_lines: 12,
      oldest_waiting_at: recorded(0).timestamp,
      last_error: { code: 'ECONNREFUSED' },
    });
    expect(Date.parse(status.retry_at ?? '')).not.toBeNaN();
    expect(JSON.stringify(status)).not.toContain('secret');
  });

  test('that hangs is given up on after its time', async () => {
    const { write, deliver } = await stage();
    let hangs = 2;
    const to = receiver(() => (hangs-- > 0 ? new Promise(() => undefined) : undefined));
    await write(0, 3);
    const running = deliver({ ...PLAN, timeoutMs: 100 }, to);
    const status = await running.statusWhen(({ delivered }) => delivered === 3);
    expect(status.last_error?.code).toBe('TIMEOUT');
    expect(to.taken.map(({ id }) => id)).toEqual(range(0, 3).map(idOf));
  });

  test('is asked later each time, up to a minute, and by every host at another moment', () => {
    expect([1, 2, 3, 8, 50].map((n) => backoffMs(n, 1))).toEqual([500, 1_000, 2_000, 60_000, 60_000]);
    expect(backoffMs(3, 0)).toBe(1_000);
  });
});

describe('a finding that the receiver refuses', () => {
  test('is found in its batch, offered a few times, counted and passed over', async () => {
    const { write, deliver } = await stage();
    const to = receiver((findings) => {
      if (findings.some(({ id }) => id === idOf(13))) throw new DeliveryError('HTTP_400', { kind: 'refused' });
    });
    await write(0, 30);
    const running = deliver(PLAN, to);
    const status = await running.statusWhen(({ delivered }) => delivered === 29);
    expect(status).toMatchObject({ refused: 1, lag_lines: 0, last_error: { code: 'HTTP_400' } });
    expect(to.taken.map(({ id }) => id)).toEqual(
      range(0, 30)
        .filter((n) => n !== 13)
        .map(idOf),
    );
  });

  test('and that comes last leaves no sink behind that does not get through', async () => {
    const { write, deliver } = await stage();
    const to = receiver((findings) => {
      if (findings.some(({ id }) => id === idOf(4))) throw new DeliveryError('HTTP_400', { kind: 'refused' });
    });
    await write(0, 5);
    const running = deliver(PLAN, to);
    const status = await running.statusWhen(({ refused, state }) => refused === 1 && state === 'waiting');
    expect(status).toMatchObject({ delivered: 4, failures: 0, last_error: { code: 'HTTP_400' } });
    expect(status.retry_at).toBeUndefined();
  });
});

describe('what retention takes before it was sent', () => {
  test('is counted to the line, and what is left is sent', async () => {
    const { folder, write, deliver } = await stage({ maxFileBytes: 2_000, maxFiles: 3 });
    const to = receiver();
    await write(0, 4);
    const first = deliver(PLAN, to);
    await first.statusWhen(({ delivered }) => delivered === 4);
    await first.stop();
    await write(4, 200);
    const left = linesIn(folder).length;
    const second = deliver(PLAN, to);
    const status = await second.statusWhen(({ lag_lines: lag, state }) => lag === 0 && state === 'waiting');
    expect(status).toMatchObject({ delivered: 4 + left, lost_to_retention: 200 - 4 - left });
    expect(to.taken.slice(4).map(({ id }) => id)).toEqual(range(200 - left, 200).map(idOf));
    await second.stop();
    // It is told also by whoever comes next.
    expect(await deliver(PLAN, to).statusWhen(({ state }) => state === 'waiting')).toMatchObject({
      lost_to_retention: 200 - 4 - left,
    });
  });
});

describe('what retention takes while a receiver is away', () => {
  test('is said to be lost at once, not to wait, and neither number changes when it comes back', async () => {
    const { folder, write, deliver } = await stage({ maxFileBytes: 2_000, maxFiles: 3 });
    let isAway = true;
    const to = receiver(() => {
      if (isAway) throw new DeliveryError('HTTP_503');
    });
    await write(0, 10);
    const running = deliver(PLAN, to);
    await running.statusWhen(({ failures }) => failures >= 2);
    await write(10, 200);
    // What is on its way lies in memory, and is lost no more.
    const waiting = linesIn(folder).length + to.batches[0]!;
    const lost = 200 - waiting;
    expect(await running.status()).toMatchObject({ delivered: 0, lost_to_retention: lost, lag_lines: waiting });
    isAway = false;
    const after = await running.statusWhen(({ lag_lines: lag, state }) => lag === 0 && state === 'waiting');
    expect(after).toMatchObject({ delivered: waiting, lost_to_retention: lost });
  });
});

describe('the place of a sink', () => {
  test('that cannot be understood costs findings that come again, and none that are missed', async () => {
    const { folder, write, deliver } = await stage();
    const to = receiver();
    await write(0, 10);
    const first = deliver({ ...PLAN, startAt: 'newest' }, to);
    await first.statusWhen(({ state }) => state === 'waiting');
    await first.stop();
    const file = join(dirname(folder), 'sinks', 'webhook.test.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ delivered: 0 });
    writeFileSync(file, '{"cursor":"x"');
    const status = await deliver({ ...PLAN, startAt: 'newest' }, to).statusWhen(({ delivered }) => delivered === 10);
    expect(status.resets).toBe(1);
    expect(once(to.taken)).toEqual(range(0, 10).map(idOf));
  });

  test('that cannot be read holds the sink up, and is forgotten as a failure once it can', async () => {
    const { folder, deliver } = await stage();
    const file = join(dirname(folder), 'sinks', 'webhook.test.json');
    mkdirSync(file, { recursive: true });
    const running = deliver(PLAN, receiver());
    expect(await running.statusWhen(({ failures }) => failures >= 3)).toMatchObject({
      state: 'stuck',
      last_error: { code: 'EISDIR' },
    });
    rmSync(file, { recursive: true });
    const status = await running.statusWhen(({ state }) => state === 'waiting');
    expect(status).toMatchObject({ failures: 0, lag_lines: 0 });
    expect(status.retry_at).toBeUndefined();
  });

  test('in a journal that somebody emptied begins anew there', async () => {
    const { folder, write, deliver } = await stage();
    const to = receiver();
    await write(0, 10);
    const running = deliver(PLAN, to);
    await running.statusWhen(({ delivered }) => delivered === 10);
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await write(10, 13);
    await running.statusWhen(({ delivered }) => delivered === 13);
    expect(to.taken.map(({ id }) => id)).toEqual(range(0, 13).map(idOf));
  });
});
