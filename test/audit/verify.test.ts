import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAudit } from '../../src/audit/read.js';
import { verifyAudit, type AuditVerification } from '../../src/audit/verify.js';
import { sha256Of } from '../../src/audit/line.js';
import { runSync } from '../support/run.js';
import { filesOf, temporaryFolder, writtenLog } from './logs.js';

const LINES = 12;
let original: string;

beforeAll(async () => {
  original = await writtenLog(LINES);
});

/** A copy of the log with its lines changed by somebody. */
function tampered(change: (lines: string[]) => string[]): string {
  const folder = join(temporaryFolder(), 'audit');
  cpSync(original, folder, { recursive: true });
  const file = join(folder, 'audit.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  writeFileSync(
    file,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return folder;
}

async function verified(folder: string): Promise<AuditVerification> {
  const verification = await verifyAudit(folder);
  if (verification === undefined) throw new Error('no log');
  return verification;
}

const place = (line: number) => ({ file: 'audit.jsonl', line });

/** The line with another content and a hash that fits it, as somebody who knows the format would write it. */
function forged(line: string, change: (body: string) => string): string {
  const body = `${change(line.replace(/,"hash":"[0-9a-f]{64}"\}$/, ''))}}`;
  return `${body.slice(0, -1)},"hash":"${sha256Of(body)}"}`;
}

test('a log that nobody touched is whole', async () => {
  const { intact, lines, problems, remarks, head } = await verified(original);
  expect({ intact, lines, problems, remarks }).toEqual({ intact: true, lines: LINES, problems: [], remarks: [] });
  expect(head?.seq).toBe(LINES);
});

test('where there is no log, there is nothing to say', async () => {
  expect(await verifyAudit(join(temporaryFolder(), 'nothing'))).toBeUndefined();
});

test.each(['audit-00000001.jsonl', 'head.json'])(
  'a pipe in the place of %s is named, and not waited for',
  async (name) => {
    const folder = tampered((lines) => lines);
    rmSync(join(folder, name), { force: true });
    runSync('mkfifo', [join(folder, name)]);
    const reason = name === 'head.json' ? 'head_damaged' : 'malformed';
    expect((await verified(folder)).problems).toEqual([{ file: name, line: 1, reason }]);
    expect((await readAudit(folder, { limit: 100 })).entries).toHaveLength(LINES);
  },
);

describe('names the line', () => {
  test('that was edited', async () => {
    const folder = tampered((lines) => lines.map((line, n) => (n === 4 ? line.replace('"pid":5', '"pid":6') : line)));
    expect((await verified(folder)).problems).toEqual([{ ...place(5), reason: 'edited', seq: 5 }]);
  });

  test('that was edited with a hash that fits', async () => {
    const folder = tampered((lines) =>
      lines.map((line, n) => (n === 4 ? forged(line, (body) => body.replace('"pid":5', '"pid":6')) : line)),
    );
    expect((await verified(folder)).problems).toEqual([{ ...place(5), reason: 'replaced', seq: 5 }]);
  });

  test('that was edited with a hash that fits, when it is the last one', async () => {
    const folder = tampered((lines) => [
      ...lines.slice(0, -1),
      forged(lines.at(-1) ?? '', (body) => body.replace('"pid":12', '"pid":13')),
    ]);
    expect((await verified(folder)).problems).toEqual([{ ...place(LINES), reason: 'replaced', seq: LINES }]);
  });

  test('that is no line of the log', async () => {
    const folder = tampered((lines) => lines.map((line, n) => (n === 4 ? 'hello' : line)));
    expect((await verified(folder)).problems).toEqual([{ ...place(5), reason: 'malformed', seq: 5 }]);
  });

  test('that was put in', async () => {
    const folder = tampered((lines) => lines.flatMap((line, n) => (n === 4 ? [line, '{"seq":"x"}'] : [line])));
    expect((await verified(folder)).problems).toEqual([{ ...place(6), reason: 'malformed' }]);
  });

  test('that was repeated', async () => {
    const folder = tampered((lines) => [...lines, lines[3] ?? '']);
    expect((await verified(folder)).problems).toEqual([{ ...place(LINES + 1), reason: 'repeated', seq: 4 }]);
  });

  test('that was moved', async () => {
    const folder = tampered((lines) => {
      const [moved = ''] = lines.splice(3, 1);
      lines.splice(8, 0, moved);
      return lines;
    });
    expect((await verified(folder)).problems).toEqual([{ ...place(9), reason: 'reordered', seq: 4 }]);
  });
});

test('something behind the last line of a closed file is no line that is being written', async () => {
  const folder = await writtenLog(9, { maxFileBytes: 900 });
  const [closed = ''] = filesOf(folder);
  const lines = readFileSync(join(folder, closed), 'utf8').split('\n').length;
  writeFileSync(join(folder, closed), '{"schema', { flag: 'a' });
  expect(await verified(folder)).toMatchObject({
    intact: false,
    problems: [{ file: closed, line: lines, reason: 'malformed' }],
  });
});

describe('says which lines are missing', () => {
  test.each([
    ['in the middle', 4, 3, { ...place(5), reason: 'missing', seq: 5, through_seq: 7 }],
    ['at the front', 0, 2, { ...place(1), reason: 'missing', seq: 1, through_seq: 2 }],
    ['at the end', 10, 2, { ...place(11), reason: 'missing', seq: 11, through_seq: 12 }],
    ['all of them', 0, LINES, { ...place(1), reason: 'missing', seq: 1, through_seq: LINES }],
  ])('%s', async (_, at, count, problem) => {
    const folder = tampered((lines) => {
      lines.splice(at, count);
      return lines;
    });
    expect((await verified(folder)).problems).toEqual([problem]);
  });

  test('when a whole file is gone', async () => {
    const folder = await writtenLog(40, { maxFileBytes: 4096 });
    const names = filesOf(folder);
    expect(names.length).toBeGreaterThan(3);
    expect((await verified(folder)).intact).toBe(true);
    rmSync(join(folder, names[1] ?? ''));
    const { problems } = await verified(folder);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: names[2], line: 1, reason: 'missing' });
  });

  test('when the first file is gone and no retention speaks of it', async () => {
    const folder = await writtenLog(40, { maxFileBytes: 4096 });
    const [first = '', second] = filesOf(folder);
    rmSync(join(folder, first));
    expect((await verified(folder)).problems).toMatchObject([{ file: second, line: 1, reason: 'missing', seq: 1 }]);
  });
});

test('two lines that changed places are one reordered line', async () => {
  const folder = tampered((lines) => [...lines.slice(0, 5), lines[6] ?? '', lines[5] ?? '', ...lines.slice(7)]);
  expect((await verified(folder)).problems).toEqual([{ ...place(7), reason: 'reordered', seq: 6 }]);
});

test.each([
  ['absent', (file: string) => rmSync(file)],
  ['damaged', (file: string) => writeFileSync(file, '{"seq":1}')],
])('the record of where the chain stands must not be %s', async (what, change) => {
  const folder = tampered((lines) => lines);
  change(join(folder, 'head.json'));
  expect((await verified(folder)).problems).toEqual([{ file: 'head.json', line: 1, reason: `head_${what}` }]);
});

test('a place at which the chain once stood finds a log that was written anew', async () => {
  const other = await verified(await writtenLog(LINES, { clock: () => 0 }));
  expect((await verifyAudit(original, other.head))?.problems).toEqual([
    { ...place(LINES), reason: 'replaced', seq: LINES },
  ]);
  expect((await verifyAudit(original, (await verified(original)).head))?.intact).toBe(true);
});

test('any byte that is changed is found, in its line', async () => {
  const bytes = readFileSync(join(original, 'audit.jsonl'));
  const folder = tampered((lines) => lines);
  const position = fc.integer({ min: 0, max: bytes.length - 1 });
  await fc.assert(
    fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      writeFileSync(join(folder, 'audit.jsonl'), changed);
      const { intact, problems } = await verified(folder);
      const line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
      expect(intact).toBe(false);
      expect(problems.some((problem) => Math.abs(problem.line - line) <= 1)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('any arrangement of the lines other than the one that was written is found', async () => {
  const lines = readFileSync(join(original, 'audit.jsonl'), 'utf8').split('\n').slice(0, -1);
  const folder = tampered((same) => same);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: LINES - 1 }), { maxLength: LINES + 3 }), async (order) => {
      writeFileSync(join(folder, 'audit.jsonl'), order.map((n) => `${lines[n] ?? ''}\n`).join(''));
      const isOriginal = order.length === LINES && order.every((n, index) => n === index);
      expect((await verified(folder)).intact).toBe(isOriginal);
    }),
    { numRuns: 100 },
  );
});

test('no bytes make it fail or take long', async () => {
  const folder = tampered((lines) => lines);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4096 }), async (bytes) => {
      writeFileSync(join(folder, 'audit.jsonl'), bytes);
      expect((await verified(folder)).intact).toBe(false);
    }),
    { numRuns: 100 },
  );
});
