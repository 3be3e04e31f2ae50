import { describe, expect, test } from '@jest/globals';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Examined, Verdict } from '../../src/doctor/check.js';
import { sinks } from '../../src/doctor/checks/sinks.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { settingsOf } from '../../src/sidecar/settings.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { englishTexts } from '../../src/text/texts.js';
import { temporaryFolder } from '../findings/samples.js';

type SinkStatus = NonNullable<Status['sinks']>[number];

const WELL: SinkStatus = {
  id: 'webhook.chat',
  target: 'https://hooks.example',
  state: 'waiting',
  delivered: 12,
  refused: 0,
  lost_to_retention: 0,
  resets: 0,
  lag_lines: 0,
  failures: 0,
  beats_failed: 0,
};

async function verdicts(config: Config, running?: SinkStatus[]): Promise<readonly Verdict[]> {
  const home = temporaryFolder();
  writeFileSync(join(home, 'secret'), 'x', { mode: 0o600 });
  for (const name of ['open', 'ca.pem', 'own.pem', 'own-key.pem']) {
    writeFileSync(join(home, name), 'x');
    chmodSync(join(home, name), 0o644);
  }
  const examined: Examined = {
    env: {},
    state: stateFolderAt(home),
    configFile: join(home, 'config.json'),
    settings: settingsOf(config, home),
    configProblem: undefined,
    status: running === undefined ? undefined : ({ sinks: running } as unknown as Status),
    target: undefined,
    now: new Date(),
  };
  return sinks.run(examined);
}

async function found(config: Config, running?: SinkStatus[]): Promise<string[]> {
  return (await verdicts(config, running)).map(({ result, message }) => `${result} ${message.code}`);
}

async function remedies(config: Config, running: SinkStatus[]): Promise<string[]> {
  return (await verdicts(config, running)).map(({ remedy }) => remedy?.code ?? '-');
}

const chat = (file: string): Config => ({
  sinks: { webhook: { chat: { url: 'https://hooks.example', secret: { file } } } },
});

describe('the doctor says of sinks', () => {
  test('that there are none, or that nothing is known of them while nothing runs', async () => {
    expect(await found({})).toEqual(['skip doctor.sinks.none']);
    expect(await found(chat('secret'))).toEqual(['skip doctor.sinks.not_running']);
  });

  test('that they are well', async () => {
    expect(await found(chat('secret'), [WELL])).toEqual(['ok doctor.sinks.ok']);
  });

  test('what does not get through, what was lost and what was refused', async () => {
    const failing = { ...WELL, failures: 1, last_error: { code: 'ECONNREFUSED', at: '2026-11-05T10:00:00.000Z' } };
    expect(await found(chat('secret'), [failing])).toEqual(['fail status.sink_failing']);
    expect(await found(chat('secret'), [{ ...WELL, lost_to_retention: 3, refused: 1, beats_failed: 1 }])).toEqual([
      'warn status.sink_beats_failing',
      'warn status.sink_lost',
      'warn status.sink_refused',
    ]);
  });

  test('nothing about findings when a receiver never had one and does not take metrics', () => {
    const said = englishTexts('status.sink_beats_failing', { sink: 'otlp.collector', code: 'ECONNREFUSED' });
    expect(said).not.toContain('finding');
  });

  test('where to look when a credential is missing, which no receiver can know', async () => {
    const failing = { ...WELL, failures: 1, beats_failed: 1 };
    const at = '2026-11-05T10:00:00.000Z';
    const asked = { ...failing, last_error: { code: 'ECONNREFUSED', at } };
    const unasked = { ...failing, last_error: { code: 'CREDENTIAL_EMPTY', at } };
    expect(await remedies(chat('secret'), [asked])).toEqual(['doctor.sinks.remedy']);
    expect(await remedies(chat('secret'), [unasked])).toEqual(['doctor.sinks.credential_remedy']);
  });

  test('that a key can be read by others, whatever its file is called, and nothing of certificates', async () => {
    const tls = { caFile: 'ca.pem', certFile: 'own.pem', keyFile: 'own-key.pem' };
    const config: Config = { sinks: { syslog: { siem: { host: 'siem.example', tls } } } };
    expect(await found(config, [WELL])).toEqual(['warn doctor.sinks.open_file', 'ok doctor.sinks.ok']);
  });

  test('which credential cannot be read, or can be read by others', async () => {
    expect(await found(chat('absent'), [WELL])).toEqual(['fail doctor.sinks.unreadable', 'ok doctor.sinks.ok']);
    expect(await found(chat('open'), [WELL])).toEqual(['warn doctor.sinks.open_file', 'ok doctor.sinks.ok']);
  });
});
