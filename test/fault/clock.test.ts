import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { verifyAudit } from '../../src/audit/verify.js';
import { startEchoServer, type EchoServer } from '../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../src/cli/demo/send-through.js';
import type { Finding } from '../../src/findings/finding.js';
import { confinementFlags } from '../../src/host/confinement.js';
import { sidecarProgram } from '../../src/host/sidecar-program.js';
import type { ProxyUrlAnswer } from '../../src/sidecar/control/answers.js';
import { callControl } from '../../src/sidecar/control/client.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import { addSuppression } from '../../src/sidecar/suppression-file.js';
import { auditLines } from '../support/audit-lines.js';
import { until } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';

jest.setTimeout(180_000);
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
}, 60_000);

/** A real, confined sidecar process whose wall clock can be moved while it runs. */
interface Moved {
  readonly home: string;
  readonly logDir: string;
  /** Lets its clock be so far from the right time, in ms. */
  move(offsetMs: number): void;
  call(method: string, params?: object): Promise<unknown>;
  status(): Promise<Status>;
  /** Sends a new secret through it and returns what was found; it has to be relayed. */
  send(): Promise<Finding>;
  stop(): Promise<void>;
}

async function echoServer(): Promise<EchoServer> {
  const echo = await startEchoServer([0]);
  if (echo === undefined) throw new Error('no port');
  ends.push(() => echo.close());
  return echo;
}

async function startMoved(home: string, echo: EchoServer): Promise<Moved> {
  const preload = fileURLToPath(new URL('./moved-clock.js', import.meta.url));
  const program = sidecarProgram();
  const env = { HOME: home, NANOCLAW_TRAFFIC_GUARDIAN_HOME: home };
  const flags = [...confinementFlags(program, env), `--allow-fs-read=${dirname(preload)}`, '--import', preload];
  const child = execa(process.execPath, [...flags, program], { ipc: true, reject: false, extendEnv: false, env });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const cut = setTimeout(() => child.kill('SIGKILL'), 40_000);
    await child;
    clearTimeout(cut);
  };
  ends.push(stop);
  expect(await child.getOneMessage()).toMatchObject({ kind: 'ready' });
  const call = (method: string, params: object = {}): Promise<unknown> =>
    callControl(stateFolderAt(home).controlSocket, method, params);
  return {
    home,
    logDir: join(home, 'log'),
    // Renamed into its place, so that nobody reads half of it.
    move: (offsetMs) => {
      writeFileSync(join(home, 'clock-offset.new'), String(offsetMs));
      renameSync(join(home, 'clock-offset.new'), join(home, 'clock-offset'));
    },
    call,
    status: async () => (await call('status')) as Status,
    send: async () => {
      const [secret = ''] = generateSecrets(1);
      const { localUrl } = (await call('proxy-url', { agent: 'tester' })) as ProxyUrlAnswer;
      expect((await sendThrough(localUrl, `http://${echo.address}/`, `key ${secret}`)).status).toBe(200);
      const ask = async (): Promise<Finding[]> =>
        ((await call('findings', { limit: 1000 })) as { findings: Finding[] }).findings;
      const known = new Set(seen.map(({ id }) => id));
      const all = await until(ask, (findings) => findings.some(({ id }) => !known.has(id)));
      const found = all.filter(({ id }) => !known.has(id));
      expect(found).toHaveLength(1);
      seen.push(...found);
      return found[0]!;
    },
    stop,
  };
}

/** Findings of this test so far. */
let seen: Finding[] = [];

async function begin(): Promise<{ guardian: Moved; echo: EchoServer }> {
  seen = [];
  const home = mkdtempSync(join(tmpdir(), 'tg-'));
  ends.push(async () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const echo = await echoServer();
  writeFileSync(
    join(home, 'config.json'),
    JSON.stringify({ listen: { port: 0 }, allowHostServices: [echo.address], limits: { drainTimeoutMs: 1_000 } }),
  );
  return { guardian: await startMoved(home, echo), echo };
}

/** How far a time is from what the moved clock has to show, in ms. */
function offBy(timestamp: string, offsetMs: number): number {
  return Math.abs(Date.parse(timestamp) - (Date.now() + offsetMs));
}

const kindsOf = (guardian: Moved): string[] => auditLines(guardian).map(({ event }) => event.kind);

describe('a clock that jumps while the sidecar runs', () => {
  test('changes what time findings have and nothing else: all are kept, credentials hold, the audit chain holds', async () => {
    const { guardian } = await begin();
    for (const offset of [0, 6 * HOUR, -6 * HOUR, 40 * DAY, -40 * DAY, 0]) {
      guardian.move(offset);
      // The same credential serves at each of these times; the finding says the time that the clock showed.
      const found = await guardian.send();
      expect(offBy(found.timestamp, offset)).toBeLessThan(60_000);
      // Answered whatever the time is, with the time that the clock shows.
      expect(await guardian.status()).toMatchObject({ state: 'watching', journal: { dropped: 0 } });
      await guardian.call('pause', { forSeconds: 60, reason: 'a test' });
      await guardian.call('resume');
    }
    await guardian.stop();
    const verification = await verifyAudit(join(guardian.logDir, 'audit'));
    expect(verification).toMatchObject({ intact: true, problems: [] });
    expect(kindsOf(guardian).filter((kind) => kind === 'monitoring_paused')).toHaveLength(6);
    expect(kindsOf(guardian)).toContain('sidecar_stopped');
  });

  test('ends a pause when its time has come on either clock, and never makes it longer', async () => {
    const { guardian } = await begin();
    await guardian.call('pause', { forSeconds: 3_600, reason: 'a test' });
    expect((await guardian.status()).state).toBe('paused');
    guardian.move(2 * HOUR);
    await until(
      () => guardian.status(),
      ({ state }) => state === 'watching',
    );
    // The other way round: set back by six hours, two seconds stay two seconds.
    await guardian.call('pause', { forSeconds: 2, reason: 'a test' });
    guardian.move(-6 * HOUR);
    expect(
      await until(
        () => guardian.status(),
        ({ state }) => state === 'watching',
      ),
    ).toMatchObject({
      state: 'watching',
    });
    await guardian.send();
    await guardian.stop();
    const resumed = auditLines(guardian).filter(({ event }) => event.kind === 'monitoring_resumed');
    expect(resumed.map(({ event }) => event['cause'])).toEqual(['expired', 'expired']);
  });

  test('ends a suppression and says so once, although the clock is set back after that', async () => {
    const { guardian } = await begin();
    const { id } = addSuppression(stateFolderAt(guardian.home), {
      pattern: 'ai_api_key',
      host: 'example.org',
      reason: 'a test',
      until: new Date(Date.now() + 5 * HOUR).toISOString(),
    });
    await until(
      () => guardian.status(),
      ({ detection }) => detection?.suppressed.active === 1,
    );
    const endsRecorded = (): number => kindsOf(guardian).filter((kind) => kind === 'suppression_ended').length;
    for (const offset of [6 * HOUR, 0, 6 * HOUR]) {
      guardian.move(offset);
      await until(
        () => guardian.status(),
        ({ detection }) => detection?.suppressed.active === (offset === 0 ? 1 : 0),
      );
      await until(
        async () => endsRecorded(),
        (count) => count >= 1,
      );
    }
    await guardian.stop();
    expect(auditLines(guardian).filter(({ event }) => event.kind === 'suppression_ended')).toMatchObject([
      { event: { id, cause: 'expired' } },
    ]);
  });

  test('lets retention delete by the clock that it has, each file with a line in the audit log', async () => {
    const { guardian } = await begin();
    const first = await guardian.send();
    const files = (): string[] =>
      readdirSync(join(guardian.logDir, 'findings')).filter((name) => name.endsWith('.jsonl'));
    // A day later the file is closed; a year later what is in it is older than may be kept.
    guardian.move(2 * DAY);
    await guardian.send();
    expect(files()).toHaveLength(2);
    guardian.move(400 * DAY);
    await guardian.send();
    await until(
      async () => kindsOf(guardian),
      (kinds) => kinds.includes('retention_deleted'),
    );
    expect(auditLines(guardian).find(({ event }) => event.kind === 'retention_deleted')?.event).toMatchObject({
      store: 'findings',
      bound: 'age',
    });
    // Set right again: nothing more goes, and what comes is kept.
    guardian.move(0);
    await guardian.send();
    const { findings } = (await guardian.call('findings', { limit: 1000 })) as { findings: Finding[] };
    expect(findings.map(({ id }) => id)).not.toContain(first.id);
    expect(findings.map(({ id }) => id)).toContain(seen.at(-1)?.id);
    await guardian.stop();
  });
});
