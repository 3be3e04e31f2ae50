import { expect, test } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAudit } from '../../src/audit/verify.js';
import { auditLines } from '../support/audit-lines.js';
import { until } from '../support/guardian.js';
import { generateSecrets } from '../support/secrets.js';
import { journalLines } from './support.js';
import { startPreloaded } from './preloaded.js';

test('a quota that is exceeded stops no traffic, is named and said once, and everything is written when there is room', async () => {
  const guardian = await startPreloaded('small-quota.js');
  const secrets = generateSecrets(41);
  expect(await guardian.send(`key ${secrets[0]}`)).toBe(200);
  await until(guardian.status, ({ journal }) => journal.written === 1);
  // Room for one line and part of another.
  writeFileSync(join(guardian.home, 'quota'), '700');
  for (const secret of secrets.slice(1)) expect(await guardian.send(`key ${secret}`)).toBe(200);
  await guardian.call('pause', { forSeconds: 60, reason: 'a test' }).catch(() => undefined);
  const exceeded = await until(
    guardian.status,
    ({ journal, audit }) => journal.health !== 'ok' && audit.health !== 'ok',
  );
  // A pause is something to audit. Whether there was room for it to be kept is a matter of a few bytes.
  expect(['degraded', 'paused']).toContain(exceeded.state);
  expect(exceeded).toMatchObject({
    journal: { health: 'EDQUOT', dropped: 0 },
    audit: { health: 'EDQUOT', lost: 0 },
  });
  expect(exceeded.warnings.map(({ code }) => code)).toContain('status.journal_degraded');
  const said = guardian.stderr();
  expect(said.match(/EDQUOT/g)?.length).toBeLessThanOrEqual(3);
  expect(said).toContain('EDQUOT');
  rmSync(join(guardian.home, 'quota'));
  const again = await until(
    guardian.status,
    ({ journal, audit, log }) =>
      journal.health === 'ok' && journal.waiting === 0 && audit.health === 'ok' && log.health === 'ok',
    90_000,
  );
  expect(again).toMatchObject({ journal: { written: 41, dropped: 0, rejected: 0 }, audit: { lost: 0 } });
  expect(journalLines(guardian)).toHaveLength(41);
  await guardian.stop();
  const degraded = auditLines(guardian).filter(({ event }) => event.kind === 'store_degraded');
  expect(degraded.map(({ event }) => event['code'])).toContain('EDQUOT');
  expect(await verifyAudit(join(guardian.logDir, 'audit'))).toMatchObject({ intact: true });
});

test('findings that memory could not hold meanwhile are missing from the journal, which status goes on to say', async () => {
  const guardian = await startPreloaded('small-quota.js');
  writeFileSync(join(guardian.home, 'quota'), '100');
  // A text gives a hundred findings of each rule, and 10,000 wait at most. Of one agent group they would be a flood.
  for (let n = 0; n < 14; n++) expect(await guardian.send(generateSecrets(1_000).join('\n'), `group-${n}`)).toBe(200);
  await until(guardian.status, ({ journal }) => journal.dropped > 0);
  rmSync(join(guardian.home, 'quota'));
  const again = await until(guardian.status, ({ journal }) => journal.health === 'ok' && journal.waiting === 0, 90_000);
  expect(again.state).toBe('degraded');
  expect(again.warnings).toContainEqual(
    expect.objectContaining({ code: 'status.findings_lost', args: { count: again.journal.dropped } }),
  );
});
