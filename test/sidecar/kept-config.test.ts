import { afterEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AFTER_CRASH, configToStartWith, KeptConfig } from '../../src/sidecar/kept-config.js';

const KEY = randomBytes(32);
const CONFIG = { upstreamProxy: 'http://user:a-password-of-somebody@proxy.example:3128', limits: { connections: 77 } };

const folders: string[] = [];
function newHome(): { home: string; file: string; configFile: string } {
  const home = mkdtempSync(join(tmpdir(), 'tg-kept-'));
  folders.push(home);
  return { home, file: join(home, 'config.in-use.json'), configFile: join(home, 'config.json') };
}
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

describe('the copy of the configuration in use', () => {
  test('gives back what was kept, and shows nothing of it to whoever reads the file', () => {
    const { file } = newHome();
    const kept = new KeptConfig(file, KEY);
    expect(kept.text()).toBeUndefined();
    expect(kept.keep(CONFIG)).toBeUndefined();
    expect(JSON.parse(kept.text() ?? '')).toEqual(CONFIG);
    expect(readFileSync(file, 'utf8')).not.toMatch(/password|3128|connections/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is not written again when nothing has changed', () => {
    const { file } = newHome();
    const kept = new KeptConfig(file, KEY);
    kept.keep(CONFIG);
    const before = readFileSync(file);
    kept.keep(CONFIG);
    expect(readFileSync(file)).toEqual(before);
    kept.keep({ ...CONFIG, limits: { connections: 78 } });
    expect(readFileSync(file)).not.toEqual(before);
  });

  test.each([
    ['damaged', (text: string) => text.slice(0, -9)],
    ['something else', () => '{"iv":"","tag":"","data":""}'],
    ['empty', () => ''],
  ])('that is %s is none', (_what, damage) => {
    const { file } = newHome();
    const kept = new KeptConfig(file, KEY);
    kept.keep(CONFIG);
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    expect(kept.text()).toBeUndefined();
  });

  test('of another installation is none', () => {
    const { file } = newHome();
    new KeptConfig(file, randomBytes(32)).keep(CONFIG);
    expect(new KeptConfig(file, KEY).text()).toBeUndefined();
  });

  test('that cannot be written stops nobody, and says why', () => {
    const { file } = newHome();
    mkdirSync(file);
    expect(new KeptConfig(file, KEY).keep(CONFIG)).toMatch(/./);
  });
});

describe('a start', () => {
  const placeWith = (text: string, env = {}): Parameters<typeof configToStartWith> => {
    const { home, file, configFile } = newHome();
    writeFileSync(configFile, text);
    const kept = new KeptConfig(file, KEY);
    kept.keep(CONFIG);
    return [{ home, configFile, env }, () => kept];
  };

  test('after a crash uses what was in use when the file is wrong, and says that it was refused', () => {
    const started = configToStartWith(...placeWith('{"listen":', { [AFTER_CRASH]: '1' }));
    expect(started.settings.limits.connections).toBe(77);
    expect(started.refused?.code).toBe('config.invalid');
  });

  test('after a crash uses the file when it is right', () => {
    const started = configToStartWith(...placeWith('{"limits": {"connections": 99}}', { [AFTER_CRASH]: '1' }));
    expect(started.settings.limits.connections).toBe(99);
    expect(started.refused).toBeUndefined();
  });

  test('by hand is refused when the file is wrong', () => {
    expect(() => configToStartWith(...placeWith('{"listen":'))).toThrow('config.json');
  });

  test('after a crash is refused when the file is wrong and nothing was kept', () => {
    const [place, kept] = placeWith('{"listen":', { [AFTER_CRASH]: '1' });
    rmSync(join(place.home, 'config.in-use.json'));
    expect(existsSync(join(place.home, 'config.in-use.json'))).toBe(false);
    expect(() => configToStartWith(place, kept)).toThrow('config.json');
  });
});
