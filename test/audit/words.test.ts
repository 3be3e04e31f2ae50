import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { auditWords } from '../../src/audit/words.js';
import { entriesOf, openLog } from './logs.js';

test('long runs, which may be secrets in a message, are kept as their length', () => {
  const secret = `sk-ant-api03-${'x'.repeat(40)}`;
  expect(auditWords(`Parse error at ${secret} here`)).toBe(`Parse error at ‹${secret.length}› here`);
});

test('words are never longer than the schema lets them be, nor able to steer a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      const words = auditWords(text);
      expect(words.length).toBeLessThanOrEqual(200);
      expect(words).not.toMatch(/[\p{C}]/u);
    }),
  );
});

test('they are cleaned wherever an event comes from', async () => {
  const { folder, log } = await openLog();
  log.record({ kind: 'malformed_request', source: '10.0.0.1', reason: `\u001b[31m${'a'.repeat(5000)}` });
  log.record({ kind: 'sidecar_crashed', detail: 'x'.repeat(100) });
  await log.close();
  expect(log.status.rejected).toBe(0);
  expect(entriesOf(folder).map(({ event }) => event)).toMatchObject([
    { reason: expect.stringMatching(/^‹\d+›$/) },
    { detail: '‹100›' },
  ]);
});
