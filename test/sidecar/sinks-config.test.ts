import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/sidecar/config.js';
import { targetOf } from '../../src/sinks/plan.js';
import { englishTexts, render } from '../../src/text/texts.js';
import type { Problem } from '../../src/validation/validator.js';

function described(problems: readonly Problem[]): string {
  return problems.map(({ saying }) => render(englishTexts, saying)).join('\n');
}

function problems(config: object): string {
  const outcome = readConfig({ text: JSON.stringify(config), home: '/home/op', env: {} });
  return outcome.ok ? '' : described(outcome.problems);
}

const otlp = (sink: object): object => ({ sinks: { otlp: { collector: sink } } });

describe('sinks in the configuration', () => {
  test('get their defaults, and files relative to the state folder', () => {
    const text = JSON.stringify({
      sinks: {
        host: 'box-1',
        otlp: { collector: { url: 'http://127.0.0.1:4318', headers: { 'Api-Key': { file: 'keys/otlp' } } } },
        syslog: { siem: { host: 'siem.example' } },
        webhook: { chat: { url: 'https://hooks.example/tg', secret: { env: 'NANOCLAW_TRAFFIC_GUARDIAN_HOOK' } } },
        nats: { hq: { servers: ['tls://nats.example:4222'], nkeySeed: { file: '/etc/tg/host.nk' } } },
      },
    });
    const outcome = readConfig({ text, home: '/home/op', env: {} });
    if (!outcome.ok) throw new Error(described(outcome.problems));
    expect(outcome.settings.sinks.host).toBe('box-1');
    const common = { startAt: 'oldest', minSeverity: 'low', batchSize: 200, timeoutMs: 10_000, tls: {} };
    expect(outcome.settings.sinks.plans).toEqual([
      {
        ...common,
        kind: 'otlp',
        id: 'otlp.collector',
        url: 'http://127.0.0.1:4318',
        encoding: 'protobuf',
        metrics: true,
        headers: { 'api-key': { file: '/home/op/keys/otlp' } },
      },
      {
        ...common,
        kind: 'syslog',
        id: 'syslog.siem',
        host: 'siem.example',
        port: 6514,
        transport: 'tls',
        facility: 16,
      },
      {
        ...common,
        kind: 'webhook',
        id: 'webhook.chat',
        url: 'https://hooks.example/tg',
        headers: {},
        secret: { env: 'NANOCLAW_TRAFFIC_GUARDIAN_HOOK' },
      },
      {
        ...common,
        kind: 'nats',
        id: 'nats.hq',
        servers: ['tls://nats.example:4222'],
        prefix: 'guardian',
        nkeySeed: { file: '/etc/tg/host.nk' },
      },
    ]);
  });

  test('hold no credential themselves: one that was pasted is an error that does not repeat it', () => {
    const pasted = 'Bearer abcdefghijklmnop';
    for (const config of [
      otlp({ url: 'http://127.0.0.1:4318', headers: { authorization: pasted } }),
      otlp({ url: `http://user:${pasted.slice(7)}@127.0.0.1:4318` }),
      otlp({ url: `http://127.0.0.1:4318/?key=${pasted.slice(7)}` }),
      { sinks: { webhook: { chat: { url: 'https://hooks.example', secret: pasted } } } },
      { sinks: { nats: { hq: { servers: [`nats://${pasted.slice(7)}@127.0.0.1`] } } } },
    ]) {
      const said = problems(config);
      expect(said).not.toBe('');
      expect(said).not.toContain('abcdef');
    }
  });

  test('name one source of a credential, and of variables only those that the sidecar is given', () => {
    const of = (source: object): string => problems(otlp({ url: 'http://127.0.0.1:1', headers: { 'x-key': source } }));
    expect(of({ env: 'NANOCLAW_TRAFFIC_GUARDIAN_KEY' })).toBe('');
    expect(of({ env: 'AWS_SECRET' })).toContain('sinks.otlp.collector.headers.x-key.env');
    expect(of({ env: 'NANOCLAW_TRAFFIC_GUARDIAN_KEY', file: 'x' })).toContain('sinks.otlp.collector.headers.x-key');
    expect(of({})).toContain('sinks.otlp.collector.headers.x-key');
  });

  test('send nothing to another machine without TLS unless that is said', () => {
    expect(problems(otlp({ url: 'http://127.0.0.1:4318' }))).toBe('');
    expect(problems(otlp({ url: 'http://[::1]:4318' }))).toBe('');
    expect(problems(otlp({ url: 'http://localhost:4318' }))).toBe('');
    expect(problems(otlp({ url: 'https://collector.example' }))).toBe('');
    expect(problems(otlp({ url: 'http://collector.example' }))).toContain('without TLS');
    expect(problems(otlp({ url: 'http://localhost.example' }))).toContain('without TLS');
    expect(problems(otlp({ url: 'http://10.0.0.7:4318', plaintext: true }))).toBe('');
    expect(problems({ sinks: { syslog: { siem: { host: '10.0.0.7', transport: 'tcp' } } } })).toContain('without TLS');
    expect(problems({ sinks: { nats: { hq: { servers: ['tls://a:1', 'nats://b:1'] } } } })).toContain('without TLS');
    expect(problems({ fleet: { reader: { servers: ['nats://b:1'] } } })).toContain('fleet.reader');
  });

  test('go to a syslog receiver by name or address, as it is written in a URL or without brackets, and never with its port', () => {
    const syslog = (host: string) => ({ sinks: { syslog: { siem: { host } } } });
    const targets = (host: string): string[] => {
      const outcome = readConfig({ text: JSON.stringify(syslog(host)), home: '/home/op', env: {} });
      return outcome.ok ? outcome.settings.sinks.plans.map(targetOf) : [];
    };
    expect(targets('siem.example')).toEqual(['tls://siem.example:6514']);
    for (const host of ['2001:db8::7', '[2001:db8::7]']) expect(targets(host)).toEqual(['tls://[2001:db8::7]:6514']);
    for (const host of ['siem.example:514', '10.0.0.7:514', '[2001:db8::7]:514', '[siem.example]']) {
      expect(problems(syslog(host))).toContain('"sinks.syslog.siem.host" does not have the right form');
    }
  });

  test('have names, and one that is none is told once, with the key', () => {
    expect(problems({ sinks: { syslog: { 'My SIEM': { host: 'siem.example' } } } })).toBe(
      '"sinks.syslog.My SIEM" does not have the right form: small letters, digits and hyphens, a letter first, 32 at ' +
        'most, such as siem-2, and it is text. Change its value.',
    );
  });

  test('are refused with the field that is wrong', () => {
    expect(problems(otlp({}))).toContain('"sinks.otlp.collector.url" is missing');
    expect(problems(otlp({ url: 'http://127.0.0.1:1', batchsize: 5 }))).toContain('Did you mean "batchSize"');
    expect(problems(otlp({ url: 'http://127.0.0.1:99999' }))).toContain('is not one');
    expect(problems({ sinks: { otlp: { 'Not A Name': { url: 'http://127.0.0.1:1' } } } })).toContain('sinks.otlp');
    const half = { host: 'siem.example', tls: { certFile: 'own.pem' } };
    expect(problems({ sinks: { syslog: { siem: half } } })).toContain('tls.keyFile');
  });
});
