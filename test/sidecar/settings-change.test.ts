import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/sidecar/config.generated.js';
import { configDigest } from '../../src/sidecar/config-digest.js';
import { settingsChange } from '../../src/sidecar/settings-change.js';
import { settingsOf } from '../../src/sidecar/settings.js';

const change = (before: Config, after: Config) =>
  settingsChange(settingsOf(before, '/home'), settingsOf(after, '/home'));

describe('a change of the configuration', () => {
  test('names what is in effect, down to the setting of a group', () => {
    const { changed, restartNeeded, settings } = change(
      { limits: { connections: 10 } },
      { limits: { connections: 20 }, httpsInspection: { tunnelHosts: ['*.bank.example'] }, logLevel: 'debug' },
    );
    expect(changed).toEqual(['httpsInspection.tunnelHosts', 'limits.connections', 'logLevel']);
    expect(restartNeeded).toEqual([]);
    expect(settings.limits.connections).toBe(20);
  });

  test('leaves what needs a restart as it is, and says so', () => {
    const { changed, restartNeeded, settings } = change(
      { listen: { port: 1 } },
      { listen: { port: 2 }, logDir: 'elsewhere', findings: { maxAgeDays: 1 }, maxScanBytes: 2048 },
    );
    expect(changed).toEqual(['maxScanBytes']);
    expect(restartNeeded).toEqual(['listen.port', 'findings.maxAgeDays', 'logDir']);
    expect(settings.listen.port).toBe(1);
    expect(settings.logDir).toBe('/home/log');
  });

  test('names each sink as the configuration does, whatever of it differs', () => {
    const otlp = { a: { url: 'http://127.0.0.1:1' }, b: { url: 'http://127.0.0.1:2' } };
    const webhook = { c: { url: 'http://127.0.0.1:3', secret: { file: 'c' } } };
    const { changed, restartNeeded } = change(
      { sinks: { otlp, webhook } },
      { sinks: { otlp: { a: otlp.a, d: otlp.b }, webhook: { c: { ...webhook.c, secret: { file: 'other' } } } } },
    );
    expect(new Set(changed)).toEqual(new Set(['sinks.otlp.b', 'sinks.otlp.d', 'sinks.webhook.c']));
    expect(restartNeeded).toEqual([]);
  });

  test('is none when nothing differs', () => {
    expect(
      change({ allowHostServices: ['localhost:1'] }, { allowHostServices: ['localhost:1'], enabled: true }),
    ).toMatchObject({
      changed: [],
      restartNeeded: [],
    });
  });
});

describe('the digest of a configuration', () => {
  const key = Buffer.alloc(32, 1);

  test('does not depend on the order of keys, and on nothing else', () => {
    const digest = configDigest({ listen: { host: '::1', port: 1 }, logLevel: 'info' }, key);
    expect(configDigest({ logLevel: 'info', listen: { port: 1, host: '::1' } }, key)).toBe(digest);
    expect(configDigest({ logLevel: 'info', listen: { port: 2, host: '::1' } }, key)).not.toBe(digest);
    expect(configDigest({ allowHostServices: ['a:1', 'b:1'] }, key)).not.toBe(
      configDigest({ allowHostServices: ['b:1', 'a:1'] }, key),
    );
  });

  test('changes with the password of the upstream proxy, which cannot be guessed from it without the key', () => {
    const of = (password: string, with_ = key): string =>
      configDigest({ upstreamProxy: `http://u:${password}@p:1` }, with_);
    expect(of('a')).not.toBe(of('b'));
    expect(of('a')).not.toBe(of('a', Buffer.alloc(32, 2)));
  });
});
