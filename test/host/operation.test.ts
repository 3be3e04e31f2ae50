import { afterEach, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import { targetOfProcess } from '../../src/doctor/target.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { GuardianError } from '../../src/text/guardian-error.js';
import { call, clientOf, textOf } from '../mcp/clients.js';
import { startGuardian, until, type Guardian } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';
import { testWith } from '../support/tools.js';

const started: { remove(): Promise<void> }[] = [];
const servers: EchoServer[] = [];

async function guardianWith(
  config: Config = {},
): Promise<Guardian & { echo: string; control: (method: string, params?: object) => Promise<unknown> }> {
  const server = await startEchoServer([0]);
  if (server === undefined) throw new Error('no port');
  servers.push(server);
  const guardian = await startGuardian({ config: { allowHostServices: [server.address], ...config } });
  started.push(guardian);
  return {
    ...guardian,
    echo: server.address,
    control: (method, params) => callControl(join(guardian.home, 'control.sock'), method, params),
  };
}

type Running = Awaited<ReturnType<typeof guardianWith>>;

const secretText = (): string => `key ${generateSecrets(1)[0]}`;

async function send(guardian: Running): Promise<number> {
  return (await sendThrough(await guardian.proxyUrl(), `http://${guardian.echo}/`, secretText())).status;
}

function changeConfig({ home }: Running, change: object): void {
  const file = join(home, 'config.json');
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...change }));
}

/** Kinds of events in the audit log, with the events. */
function auditOf({ logDir }: Running): { kind: string }[] {
  const text = readFileSync(join(logDir, 'audit', 'audit.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { event: { kind: string } }).event);
}

async function audited(guardian: Running, kind: string): Promise<unknown> {
  const found = await until(
    async () => auditOf(guardian).find((event) => event.kind === kind),
    (event) => event !== undefined,
  );
  return found;
}

afterEach(async () => {
  for (const guardian of started.splice(0)) await guardian.remove();
  for (const server of servers.splice(0)) await server.close();
}, 60_000);

describe('the protections of the host', () => {
  test('are all active and said to be', async () => {
    const guardian = await guardianWith({ httpsInspection: { enabled: true } });
    const { protections, warnings } = await guardian.status();
    expect(protections).toEqual({
      permission_model: true,
      private_files: true,
      core_dumps_off: true,
      ...(process.platform === 'linux' ? { descriptors_closed: true } : {}),
      environment_reduced: true,
    });
    expect(warnings.map(({ code }) => code)).not.toContain('status.unprotected');
    // Everything that it has to do it can do: it relays, finds and writes.
    expect(await send(guardian)).toBe(200);
    expect(await guardian.findingsWhen((findings) => findings.length > 0)).toHaveLength(1);
  }, 60_000);
});

testWith(process.platform === 'linux', 'Linux')(
  'the sidecar has threads to ask for dozens of names at once: one that nobody answers for holds up no other',
  async () => {
    const { supervisor } = await guardianWith();
    const { variables } = targetOfProcess(supervisor.pid!);
    expect(variables).toMatchObject({ UV_THREADPOOL_SIZE: '64' });
    expect(readdirSync(`/proc/${supervisor.pid}/task`).length).toBeGreaterThan(64);
  },
  60_000,
);

describe('a reload', () => {
  test('takes effect on the next connection, keeps those that are open, and is audited with both digests', async () => {
    const guardian = await guardianWith({ limits: { connectionsPerAgent: 5 } });
    expect(await send(guardian)).toBe(200);
    const before = (await guardian.status()).config;
    changeConfig(guardian, { allowHostServices: [], maxScanBytes: 2048, listen: { port: 1 } });
    const report = await guardian.control('reload');
    expect(report).toMatchObject({
      sha256_before: before.sha256,
      changed: ['allowHostServices', 'maxScanBytes'],
      restart_needed: ['listen.port'],
    });
    expect(await send(guardian)).toBe(403);
    const { config, warnings, listen } = await guardian.status();
    expect(config).toMatchObject({ last_reload: { ok: true }, restart_needed: ['listen.port'] });
    expect(config.sha256).not.toBe(before.sha256);
    expect(warnings.map(({ code }) => code)).toContain('status.restart_needed');
    expect(listen).not.toMatch(/:1$/);
    expect(await audited(guardian, 'config_changed')).toMatchObject({
      before_sha256: before.sha256,
      after_sha256: config.sha256,
      keys: ['allowHostServices', 'maxScanBytes', 'listen.port'],
    });
  }, 60_000);

  test('switches inspection on and off while it runs', async () => {
    const guardian = await guardianWith();
    expect(await guardian.status()).toMatchObject({ https_inspection: false });
    changeConfig(guardian, { httpsInspection: { enabled: true } });
    await guardian.control('reload');
    const on = await guardian.status();
    expect(on.https_inspection).toBe(true);
    expect(on.ca_fingerprint_sha256).toMatch(/^[0-9A-F:]{95}$/);
    expect(readFileSync(guardian.bundle, 'utf8')).toContain('BEGIN CERTIFICATE');
    changeConfig(guardian, { httpsInspection: { enabled: false } });
    await guardian.control('reload');
    const off = await guardian.status();
    expect(off.https_inspection).toBe(false);
    expect(off.ca_fingerprint_sha256).toBeUndefined();
  }, 60_000);

  test('with anything wrong changes nothing, says what, and is reported until the next one', async () => {
    const guardian = await guardianWith();
    const before = (await guardian.status()).config;
    changeConfig(guardian, { allowHostServices: [], maxScanBites: 1, mode: 'block' });
    // The way of a service manager.
    guardian.supervisor.reload();
    const { config, warnings } = await guardian.statusWhen((status) => status.config.last_reload !== undefined);
    expect(config).toMatchObject({ sha256: before.sha256, last_reload: { ok: false, code: 'config.invalid' } });
    const warning = warnings.find(({ code }) => code === 'status.config_refused')?.message ?? '';
    expect(warning).toContain('Did you mean "maxScanBytes"?');
    expect(warning).toContain('"mode" accepts only');
    expect(await send(guardian)).toBe(200);
    expect(await audited(guardian, 'config_rejected')).toMatchObject({ code: 'config.invalid', problems: 2 });
    await expect(guardian.control('reload')).rejects.toMatchObject({ code: 'config.invalid' });
    changeConfig(guardian, { maxScanBites: undefined, mode: 'detect' });
    await guardian.control('reload');
    expect((await guardian.status()).config.last_reload).toEqual({ at: expect.any(String) as unknown, ok: true });
  }, 60_000);

  test.each([
    ['trustedCaFiles', { trustedCaFiles: ['/etc/hostname'] }],
    ['watch.files', { watch: { files: ['/etc/hostname'] } }],
    ['watch.envFiles', { watch: { envFiles: ['/etc/hostname'] } }],
  ])(
    'cannot reach files that the running process may not read, and uses nothing else of it: %s',
    async (field, change) => {
      const guardian = await guardianWith();
      changeConfig(guardian, { ...change, allowHostServices: [] });
      await expect(guardian.control('reload')).rejects.toMatchObject({
        code: 'config.needs_restart',
        message: expect.stringContaining(`"${field}"`) as unknown,
      });
      expect(await send(guardian)).toBe(200);
    },
    60_000,
  );
});

test('a watched file that cannot even be asked whether it changed is told, and the rest goes on', async () => {
  const file = join(tmpdir(), `watched-${process.pid}`);
  symlinkSync(file, file);
  try {
    const guardian = await guardianWith({ watch: { files: [file] } });
    expect((await guardian.status()).warnings.map(({ code }) => code)).toContain('status.watch_unreadable');
    expect(await send(guardian)).toBe(200);
  } finally {
    unlinkSync(file);
  }
}, 60_000);

describe('a pause', () => {
  test('lets traffic through unseen, says so loudly, survives a crash, and ends when told to', async () => {
    const guardian = await guardianWith({ httpsInspection: { enabled: true } });
    await guardian.control('pause', { forSeconds: 3600, reason: 'release is blocked' });
    expect(await send(guardian)).toBe(200);
    const status = await guardian.statusWhen(({ coverage }) => coverage.outcomes['paused']?.connections === 1);
    expect(status).toMatchObject({ state: 'paused', pause: { reason: 'release is blocked' } });
    expect(status.coverage).toMatchObject({ bytes_seen: 0, outcomes: { paused: { connections: 1, bytes_seen: 0 } } });
    expect(status.warnings[0]).toMatchObject({ code: 'status.paused' });
    const client = await clientOf({ path: guardian.home, configFile: '', socket: '' });
    expect(textOf(await call(client, 'clawsec_traffic_status'))).toMatch(
      /^PAUSED by the operator until .*release is blocked/,
    );

    process.kill(status.pid, 'SIGKILL');
    const after = await until(
      () => guardian.status().catch(() => status),
      ({ pid }) => pid !== status.pid,
    );
    expect(after.pause).toEqual(status.pause);
    expect(await guardian.control('resume')).toEqual({ was_paused: true });
    expect(await guardian.control('resume')).toEqual({ was_paused: false });
    expect(await send(guardian)).toBe(200);
    expect(await guardian.findingsWhen((findings) => findings.length > 0)).toHaveLength(1);
    expect(await guardian.status()).toMatchObject({ state: 'watching' });
    expect(await audited(guardian, 'monitoring_paused')).toMatchObject({ reason: 'release is blocked' });
    expect(await audited(guardian, 'monitoring_resumed')).toMatchObject({ cause: 'operator' });
    expect(await audited(guardian, 'sidecar_crashed')).toMatchObject({ detail: 'SIGKILL', pid: status.pid });
    expect(await audited(guardian, 'sidecar_restarted')).toMatchObject({ pid: after.pid, attempt: 1 });
  }, 90_000);

  test('ends by itself', async () => {
    const guardian = await guardianWith();
    await guardian.control('pause', { forSeconds: 1, reason: 'short' });
    expect(await audited(guardian, 'monitoring_resumed')).toMatchObject({ cause: 'expired' });
    expect(await guardian.status()).toMatchObject({ state: 'watching' });
  }, 60_000);

  test.each([
    ['no end', { reason: 'x' }],
    ['no reason', { forSeconds: 60 }],
    ['an empty reason', { forSeconds: 60, reason: ' ' }],
    ['a reason of two lines', { forSeconds: 60, reason: 'a\nb' }],
    ['more than a day', { forSeconds: 86_401, reason: 'x' }],
    ['no time at all', { forSeconds: 0, reason: 'x' }],
  ])('with %s is refused', async (_, params) => {
    const { operationHandlers } = await import('../../src/sidecar/control/operation-handlers.js');
    const handlers = operationHandlers({} as never);
    expect(() => handlers['pause']?.(params)).toThrow(GuardianError);
  });
});
