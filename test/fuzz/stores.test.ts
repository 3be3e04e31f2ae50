import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAudit } from '../../src/audit/read.js';
import { readAuditLine } from '../../src/audit/line.js';
import { verifyAudit } from '../../src/audit/verify.js';
import { findingSchema } from '../../src/findings/finding.generated.js';
import type { Finding } from '../../src/findings/finding.js';
import type { FindingsQuery } from '../../src/findings/journal/query/findings-query.generated.js';
import { FindingsReader } from '../../src/findings/journal/query/reader.js';
import { validatorOf } from '../../src/validation/validator.js';
import { entriesOf, openLog, stopped, temporaryFolder, writtenLog } from '../audit/logs.js';
import { openJournal, range, write } from '../findings/journal/folders.js';
import { recorded } from '../findings/samples.js';
import { mutated } from './mutations.js';
import { runs } from './runs.js';

let auditFolder: string;
let audit: Buffer;
let written: ReadonlySet<string>;
let findings: Buffer;

beforeAll(async () => {
  auditFolder = await writtenLog(6);
  audit = readFileSync(join(auditFolder, 'audit.jsonl'));
  written = new Set(entriesOf(auditFolder).map((entry) => JSON.stringify(entry)));
  const { folder, journal } = await openJournal();
  await write(journal, ...range(0, 6).map((n) => recorded(n, n % 2 === 0 ? { count: 3 } : {})));
  await journal.close();
  findings = readFileSync(join(folder, 'findings.jsonl'));
});

test('the audit reader takes no line that was not written, and verification finds every change', async () => {
  const file = join(auditFolder, 'audit.jsonl');
  await fc.assert(
    fc.asyncProperty(mutated(audit), async (bytes) => {
      writeFileSync(file, bytes);
      const { entries } = await readAudit(auditFolder, { limit: 100 });
      for (const entry of entries) expect(written.has(JSON.stringify(entry))).toBe(true);
      const verification = await verifyAudit(auditFolder);
      // Only the last line end may be missing: a line that is whole is not lost for that.
      const isWhole = bytes.equals(audit) || bytes.equals(audit.subarray(0, -1));
      // Bytes behind the last line are a line that is being written.
      const isLonger = bytes.subarray(0, audit.length).equals(audit) && !bytes.subarray(audit.length).includes(10);
      expect(verification?.intact).toBe(isWhole || isLonger);
    }),
    runs,
  );
});

test('a line is an entry only when it is, byte by byte, what the writer would have written', () => {
  const line = audit.subarray(0, audit.indexOf(10));
  fc.assert(
    fc.property(mutated(line), (bytes) => {
      const read = readAuditLine(bytes);
      expect(read.kind === 'entry').toBe(bytes.equals(line));
    }),
    runs,
  );
});

test('an audit log goes on behind whatever it finds', async () => {
  await fc.assert(
    fc.asyncProperty(mutated(audit), async (bytes) => {
      const folder = join(temporaryFolder(), 'audit');
      mkdirSync(folder);
      writeFileSync(join(folder, 'audit.jsonl'), bytes);
      const { log } = await openLog({ folder });
      log.record(stopped(99));
      await log.close();
      expect(log.status).toMatchObject({ health: { kind: 'ok' }, lost: 0, rejected: 0 });
      const after = readFileSync(join(folder, 'audit.jsonl'));
      // What was there is evidence and stays, and the new line is a line of its own.
      expect(after.subarray(0, bytes.length).equals(bytes)).toBe(true);
      const last = after.subarray(after.lastIndexOf(10, -2) + 1, -1);
      const read = readAuditLine(last);
      expect(read.kind === 'entry' ? read.entry.event : read.kind).toEqual(stopped(99));
    }),
    { ...runs, numRuns: Math.ceil(runs.numRuns / 10) },
  );
});

test('the journal reader returns only findings that follow their schema', async () => {
  const isFinding = validatorOf<Finding>(findingSchema);
  const folder = join(temporaryFolder(), 'journal');
  mkdirSync(folder);
  const reader = new FindingsReader(folder);
  await fc.assert(
    fc.asyncProperty(
      mutated(findings),
      fc.constantFrom<FindingsQuery>({}, { severity: ['critical'] }, { dest: 'paste' }),
      async (bytes, query) => {
        writeFileSync(join(folder, 'findings.jsonl'), bytes);
        const { findings: found } = await reader.query({ limit: 50, ...query });
        for (const finding of found) expect(isFinding(finding).ok).toBe(true);
        const { lines } = await reader.tail(await reader.tailCursor('oldest'));
        for (const finding of lines) expect(isFinding(finding).ok).toBe(true);
      },
    ),
    runs,
  );
});
