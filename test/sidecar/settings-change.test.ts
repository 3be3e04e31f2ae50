import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/sidecar/config.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { configDigest } from '../../src/sidecar/config-digest.js';
import { Configuration } from '../../src/sidecar/configuration.js';
import { KeptConfig } from '../../src/sidecar/kept-config.js';
import { settingsChange } from '../../src/sidecar/settings-change.js';
import { settingsOf } from '../../src/sidecar/settings.js';

const change = (before: Config, after: Config) =>
  settingsChange(settingsOf(before, '/home'), settingsOf(after, '/home'));

test.each([
  ['refused where somebody named it', true],
  ['nothing but the defaults where nobody did', false],
])('a file that is gone when it is read anew is %s', (_what, isNamed) => {
  const home = mkdtempSync(join(tmpdir(), 'tg-config-'));
  const configFile = join(home, 'config.json');
  const env = isNamed ? { NANOCLAW_TRAFFIC_GUARDIAN_CONFIG: configFile } : {};
  writeFileSync(configFile, JSON.stringify({ maxScanBytes: 2048 }));
  const configuration = new Configuration(
    { configFile, home, env },
    loadConfig(configFile, home, env),
    Buffer.alloc(32),
    new KeptConfig(join(home, 'kept'), Buffer.alloc(32)),
  );
  rmSync(home, { recursive: true });
  if (isNamed) expect(() => configuration.candidate()).toThrow(expect.objectContaining({ code: 'config.unreadable' }));
  else expect(configuration.candidate().change.changed).toEqual(['maxScanBytes']);
});

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

  test('waits for a restart in what README and the help of reload name, and in nothing else', () => {
    const secret = { file: 'keys/some' };
    const other: Required<Config> = {
      $schema: 'config.schema.json',
      mode: 'detect',
      redactSnippets: true,
      enabled: false,
      listen: { host: '::1', port: 1 },
      proxyUrl: 'http://guardian:1',
      httpsInspection: { enabled: true, tunnelHosts: ['a'], pinnedForMinutes: 1, caDays: 1 },
      upstreamProxy: 'http://proxy:1',
      trustedCaFiles: ['ca.pem'],
      caBundle: 'bundle.pem',
      allowHostServices: ['localhost:1'],
      maxScanBytes: 2048,
      watch: { envFiles: ['.env'], files: ['key'], homes: { KEY: ['a'] } },
      detection: { groups: { ai: false } },
      limits: { connections: 1 },
      findings: { maxAgeDays: 1 },
      audit: { maxAgeDays: 1 },
      adminGroups: ['main'],
      logs: { maxAgeDays: 1 },
      logDir: 'elsewhere',
      logLevel: 'debug',
      locale: 'ja',
      hostTraffic: true,
      sessionScan: { daily: true },
      metrics: { port: 1 },
      sinks: { webhook: { a: { url: 'https://receiver.example', secret } } },
      fleet: { key: secret },
    };
    const waiting = new Set(change({}, other).restartNeeded.map((name) => name.split('.')[0]));
    const catalogue = JSON.parse(readFileSync('i18n/en.json', 'utf8')) as Record<string, string>;
    const help = /except (.*), which wait/.exec(catalogue['cli.reload.about'] ?? '')?.[1] ?? '';
    const page = /\sexcept\s([^.]*), which wait for a restart/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
    expect(new Set(Array.from(help.matchAll(/"(\w+)"/g), ([, name]) => name))).toEqual(waiting);
    expect(new Set(Array.from(page.matchAll(/`(\w+)`/g), ([, name]) => name))).toEqual(waiting);
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

  test('of how a fleet is read is in effect at once: the commands that read it take it from the file', () => {
    const { changed, restartNeeded } = change(
      {},
      { fleet: { key: { file: 'keys/fleet' }, reader: { servers: ['nats://127.0.0.1:4222'] } } },
    );
    expect(changed).toEqual(['fleet.reader']);
    expect(restartNeeded).toEqual(['fleet.key']);
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
