import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyAudit } from '../../src/audit/verify.js';
import { startEchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import { makePosture } from '../../src/sidecar/posture/posture.js';
import { postureSchema, type Posture } from '../../src/sidecar/posture/posture.generated.js';
import { isSignedByItsKey, signPosture } from '../../src/sidecar/posture/signature.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import { validatorOf } from '../../src/validation/validator.js';
import { temporaryHome } from '../cli/support/homes.js';
import { program } from '../cli/support/program.js';
import { freshKey } from '../cli/support/traffic.js';
import { startGuardian, type Guardian } from '../support/guardian.js';

const validate = validatorOf<Posture>(postureSchema);

let guardian: Guardian;
let running: Posture;
let stopped: Posture;

async function postureOf(status: Awaited<ReturnType<Guardian['status']>> | undefined): Promise<Posture> {
  const configFile = join(guardian.home, 'config.json');
  return makePosture({ state: stateFolderAt(guardian.home), configFile, env: {}, status });
}

beforeAll(async () => {
  const server = await startEchoServer([0]);
  if (server === undefined) throw new Error('no port');
  guardian = await startGuardian({
    config: { allowHostServices: [server.address], httpsInspection: { enabled: true } },
  });
  await sendThrough(await guardian.proxyUrl(), `http://${server.address}/`, freshKey());
  await guardian.findingsWhen((findings) => findings.length > 0);
  running = await postureOf(await guardian.statusWhen(({ coverage }) => coverage.connections > 0));
  await guardian.stop();
  stopped = await postureOf(undefined);
  await server.close();
}, 120_000);
afterAll(() => guardian.remove());

test('follows its schema, running or not, and is signed', () => {
  for (const posture of [running, stopped]) {
    expect(validate(JSON.parse(JSON.stringify(posture)))).toMatchObject({ ok: true });
    expect(isSignedByItsKey(posture)).toBe(true);
  }
  expect(running.public_key).toBe(stopped.public_key);
});

test('says what the sidecar is and does', () => {
  expect(running).toMatchObject({
    monitor_status: 'active',
    mode: 'detect',
    https_inspection: true,
    audit_intact: true,
    coverage: { connections: 1, outcomes: { inspected: 1 } },
  });
  expect(running.ca_fingerprint_sha256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(stopped).toMatchObject({ monitor_status: 'inactive', coverage: null, config_sha256: running.config_sha256 });
});

test('has the digests of the findings and of the audit log', async () => {
  const journal = readFileSync(join(guardian.logDir, 'findings', 'findings.jsonl'));
  expect(stopped.finding_log_sha256).toBe(createHash('sha256').update(journal).digest('hex'));
  expect(stopped.finding_log_bytes).toBe(journal.length);
  const folder = join(guardian.logDir, 'audit');
  expect(stopped.audit_head).toEqual((await verifyAudit(folder))?.head);
  // The log has gone on since, and what was pinned then is still there.
  expect((await verifyAudit(folder, running.audit_head ?? undefined))?.intact).toBe(true);
});

test('holds nothing secret', () => {
  expect(JSON.stringify(running)).not.toContain(guardian.home);
  expect(JSON.stringify(running)).not.toContain('127.0.0.1');
});

describe('a posture that was changed is found out', () => {
  test.each(Object.keys(postureSchema.properties))('in %s', (field) => {
    const others: Record<string, unknown> = {
      ...running,
      https_inspection: false,
      monitor_status: 'inactive',
      finding_log_bytes: 0,
      audit_head: null,
      coverage: null,
      audit_intact: false,
    };
    const value = others[field];
    const changed = typeof value === 'string' && value === running[field as keyof Posture] ? `x${value}` : value;
    const other = typeof changed === 'object' && changed !== null ? { ...changed, traffic_guardian: '9' } : changed;
    expect(isSignedByItsKey({ ...running, [field]: other })).toBe(false);
  });

  test('in any byte of its signature or key', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('signature', 'public_key'),
        fc.nat(43),
        fc.integer({ min: 1, max: 255 }),
        (field, at, flip) => {
          const name = field;
          const bytes = Buffer.from(running[name], 'base64');
          bytes[at] = (bytes[at] ?? 0) ^ flip;
          expect(isSignedByItsKey({ ...running, [name]: bytes.toString('base64') })).toBe(false);
        },
      ),
    );
  });

  test('by somebody who signs it again: the key is another one', () => {
    const { public_key: key, signature, ...unsigned } = running;
    const forged = signPosture({ ...unsigned, audit_intact: true }, Buffer.alloc(32, 7));
    expect(isSignedByItsKey(forged)).toBe(true);
    expect([forged.public_key, forged.signature]).not.toEqual([key, signature]);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'spki' });
    expect(isSignedByItsKey({ ...running, public_key: rsa.toString('base64') })).toBe(false);
  });
});

describe('on the command line', () => {
  test('a posture is verified, pinned to a key, and refused when it was changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tg-posture-'));
    try {
      const file = join(folder, 'posture.json');
      writeFileSync(file, JSON.stringify(running));
      const pinned = await program(['posture', 'verify', file, '--key', running.public_key, '--json']);
      expect(pinned.exitCode).toBe(0);
      expect(JSON.parse(pinned.stdout)).toMatchObject({ valid: true, signed: true, key_matches: true });
      const other = await program(['posture', 'verify', file, '--key', 'x'.repeat(60), '--json']);
      expect(other.exitCode).toBe(1);
      expect(JSON.parse(other.stdout)).toMatchObject({ valid: false, signed: true, key_matches: false });
      const changed = JSON.stringify({ ...running, mode: 'detect', monitor_status: 'degraded' });
      expect((await program(['posture', 'verify', '-'], { input: changed })).exitCode).toBe(1);
      const block = JSON.stringify({ ...running, mode: 'block' });
      const refused = await program(['posture', 'verify', '-', '--json'], { input: block });
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'posture.invalid' } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('tells people a log that is not there from one that was damaged', async () => {
  const home = temporaryHome();
  expect((await program(['posture'], { home })).stdout).toContain('There is no audit log yet');
  const audit = join(guardian.logDir, 'audit', 'audit.jsonl');
  const lines = readFileSync(audit, 'utf8');
  writeFileSync(audit, lines.replace(/"pid":\d/, '"pid":0'));
  const { stdout } = await program(['posture', '--home', guardian.home]);
  writeFileSync(audit, lines);
  expect(stdout).toContain('The audit log is not as it was written');
});
