import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pause, type PauseEnd } from '../../src/sidecar/pause.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A pause on clocks that the test moves. */
function paused(file = join(mkdtempSync(join(tmpdir(), 'tg-')), 'pause.json'), start = Date.UTC(2026, 0, 1)) {
  const time = { wall: start, monotonic: 0 };
  const ends: PauseEnd[] = [];
  const pause = new Pause({
    file,
    onEnd: (end) => ends.push(end),
    clock: () => time.wall,
    monotonic: () => time.monotonic,
  });
  pause.close();
  const pass = (ms: number): void => {
    time.wall += ms;
    time.monotonic += ms;
  };
  return { pause, file, time, ends, pass };
}

describe('a pause', () => {
  test('lasts for as long as it was to, then ends by itself and once', () => {
    const { pause, ends, pass, file } = paused();
    expect(pause.isOn()).toBe(false);
    pause.start(15 * MINUTE, 'release');
    pass(15 * MINUTE - 1);
    expect(pause.isOn()).toBe(true);
    expect(pause.current).toEqual({
      since: '2026-01-01T00:00:00.000Z',
      until: '2026-01-01T00:15:00.000Z',
      reason: 'release',
    });
    pass(1);
    expect(pause.isOn()).toBe(false);
    expect(pause.current).toBeUndefined();
    expect(ends).toEqual([{ cause: 'expired', pausedMs: 15 * MINUTE }]);
    expect(existsSync(file)).toBe(false);
    expect(pause.resume()).toBe(false);
  });

  test('can be ended before', () => {
    const { pause, ends, pass } = paused();
    pause.start(HOUR, 'test');
    pass(MINUTE);
    expect(pause.resume()).toBe(true);
    expect(pause.isOn()).toBe(false);
    expect(ends).toEqual([{ cause: 'operator', pausedMs: MINUTE }]);
  });

  test('goes on over a restart, with the same end', () => {
    const { pause, file } = paused();
    pause.start(HOUR, 'test');
    const later = paused(file, Date.UTC(2026, 0, 1, 0, 59, 59));
    expect(later.pause.isOn()).toBe(true);
    later.pass(1_000);
    expect(later.pause.isOn()).toBe(false);
  });

  test('that ran out while nothing ran is over, and said to be', () => {
    const { pause, file } = paused();
    pause.start(HOUR, 'test');
    const later = paused(file, Date.UTC(2026, 0, 2));
    expect(later.pause.isOn()).toBe(false);
    expect(later.ends).toEqual([{ cause: 'expired', pausedMs: HOUR }]);
    expect(existsSync(file)).toBe(false);
  });

  test('ends in time whichever way the clock is set', () => {
    const back = paused();
    back.pause.start(HOUR, 'test');
    back.time.wall -= 10 * DAY;
    back.pass(HOUR - 1);
    expect(back.pause.isOn()).toBe(true);
    back.pass(1);
    expect(back.pause.isOn()).toBe(false);
    const forward = paused();
    forward.pause.start(HOUR, 'test');
    forward.time.wall += HOUR;
    expect(forward.pause.isOn()).toBe(false);
  });

  test('is not made longer by a clock that was set back over a restart', () => {
    const { pause, file } = paused();
    pause.start(HOUR, 'test');
    expect(paused(file, Date.UTC(2025, 0, 1)).pause.isOn()).toBe(false);
  });

  test('is never longer than a day, however often it is made longer', () => {
    const { pause, pass } = paused();
    pause.start(30 * DAY, 'test');
    expect(pause.current?.until).toBe('2026-01-02T00:00:00.000Z');
    pass(DAY - MINUTE);
    pause.start(DAY, 'again');
    expect(pause.current).toMatchObject({ since: '2026-01-01T00:00:00.000Z', until: '2026-01-02T00:00:00.000Z' });
    pass(MINUTE);
    expect(pause.isOn()).toBe(false);
  });

  test.each([
    ['no JSON', 'x'],
    ['something else', '{"until": "2027-01-01T00:00:00.000Z"}'],
    ['more than a day', '{"since":"2025-12-31T00:00:00.000Z","until":"2026-01-02T00:00:00.001Z","reason":"x"}'],
    ['nothing', ''],
  ])('is not made by a file with %s: in doubt traffic is watched', (_, text) => {
    const file = join(mkdtempSync(join(tmpdir(), 'tg-')), 'pause.json');
    writeFileSync(file, text);
    expect(paused(file).pause.isOn()).toBe(false);
  });

  test('is kept in a file for its owner alone', () => {
    const { pause, file } = paused();
    pause.start(HOUR, 'test');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ reason: 'test' });
  });
});
