import { describe, expect, test } from '@jest/globals';
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAudit } from '../../src/audit/verify.js';
import type { Finding } from '../../src/findings/finding.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import { addSuppression } from '../../src/sidecar/suppression-file.js';
import { auditLines } from '../support/audit-lines.js';
import { until } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';
import { startPreloaded, type Preloaded } from './preloaded.js';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** A sidecar whose wall clock can be moved while it runs. */
interface Moved extends Preloaded {
  /** Lets its clock be so far from the right time, in ms. */
  readonly move: (offsetMs: number) => void;
  /** Sends a new secret through it and returns what was found; it has to be relayed. */
  readonly find: () => Promise<Finding>;
}

async function begin(): Promise<Moved> {
  const sidecar = await startPreloaded('moved-clock.js');
  const seen = new Set<string | undefined>();
  return {
    ...sidecar,
    // Renamed into its place, so that nobody reads half of it.
    move: (offsetMs) => {
      writeFileSync(join(sidecar.home, 'clock-offset.new'), String(offsetMs));
      renameSync(join(sidecar.home, 'clock-offset.new'), join(sidecar.home, 'clock-offset'));
    },
    find: async () => {
      expect(await sidecar.send(`key ${generateSecrets(1)[0]}`)).toBe(200);
      const all = await until(sidecar.findings, (findings) => findings.some(({ id }) => !seen.has(id)));
      const found = all.filter(({ id }) => !seen.has(id));
      expect(found).toHaveLength(1);
      seen.add(found[0]!.id);
      return found[0]!;
    },
  };
}

/** How far a time is from what the moved clock has to show, in ms. */
function offBy(timestamp: string, offsetMs: number): number {
  return Math.abs(Date.parse(timestamp) - (Date.now() + offsetMs));
}

const kindsOf = (guardian: Moved): string[] => auditLines(guardian).map(({ event }) => event.kind);

describe('a clock that jumps while the sidecar runs', () => {
  test('changes what time findings have and nothing else: all are kept, credentials hold, the audit chain holds', async () => {
    const guardian = await begin();
    for (const offset of [0, 6 * HOUR, -6 * HOUR, 40 * DAY, -40 * DAY, 0]) {
      guardian.move(offset);
      // The same credential serves at each of these times; the finding says the time that the clock showed.
      const found = await guardian.find();
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
    const guardian = await begin();
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
    await guardian.find();
    await guardian.stop();
    const resumed = auditLines(guardian).filter(({ event }) => event.kind === 'monitoring_resumed');
    expect(resumed.map(({ event }) => event['cause'])).toEqual(['expired', 'expired']);
  });

  test('ends a suppression and says so once, although the clock is set back after that', async () => {
    const guardian = await begin();
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
    const guardian = await begin();
    const first = await guardian.find();
    const files = (): string[] =>
      readdirSync(join(guardian.logDir, 'findings')).filter((name) => name.endsWith('.jsonl'));
    // Its threads look for the moved clock every 20 ms: a finding that is faster still has the old day.
    const findUntil = (isSo: () => boolean): Promise<boolean> =>
      until(
        async () => {
          await guardian.find();
          return isSo();
        },
        (answer) => answer,
      );
    // A day later the file is closed; a year later what is in it is older than may be kept.
    guardian.move(2 * DAY);
    await findUntil(() => files().length >= 2);
    expect(files()).toHaveLength(2);
    guardian.move(400 * DAY);
    await findUntil(() => kindsOf(guardian).includes('retention_deleted'));
    expect(auditLines(guardian).find(({ event }) => event.kind === 'retention_deleted')?.event).toMatchObject({
      store: 'findings',
      bound: 'age',
    });
    // Set right again: nothing more goes, and what comes is kept.
    guardian.move(0);
    const last = await guardian.find();
    const ids = (await guardian.findings()).map(({ id }) => id);
    expect(ids).not.toContain(first.id);
    expect(ids).toContain(last.id);
    await guardian.stop();
  });
});
