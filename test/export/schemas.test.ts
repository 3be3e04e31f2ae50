import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import formatsPlugin from 'ajv-formats';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Log } from 'sarif';
import { documentOf } from './documents.js';
import { hostileFinding, sample } from './hostile.js';

const require = createRequire(import.meta.url);

function validatorFor(schema: object): (value: unknown) => string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formatsPlugin.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map((error) => JSON.stringify(error)));
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

describe('sarif', () => {
  // The schema of SARIF 2.1.0 as published (rtm.5), in the package that Microsoft made for tests like this. It is written
  // in draft 4 of JSON Schema, whose only difference here is the name of the key for its own address.
  const file = require.resolve('@microsoft/jest-sarif').replace('index.js', 'schemas/sarif-2.1.0-rtm.5.json');
  const schema = Object.fromEntries(
    Object.entries(readJson(file)).filter(([key]) => key !== 'id' && key !== '$schema'),
  );
  const problemsOf = validatorFor(schema);

  test('follows the published schema, whatever stands in the findings', () => {
    fc.assert(
      fc.property(fc.array(hostileFinding, { maxLength: 5 }), (findings) => {
        const log = JSON.parse(documentOf('sarif', findings)) as Log;
        expect(problemsOf(log)).toEqual([]);
        expect(log.runs[0]?.results).toHaveLength(findings.length);
      }),
    );
  });

  test('the schema notices what is wrong', () => {
    const log = JSON.parse(documentOf('sarif', [sample(1)])) as Log;
    expect(problemsOf({ ...log, version: '2.0.0' })).not.toEqual([]);
    expect(problemsOf({ ...log, runs: [{ ...log.runs[0], results: [{ message: { text: 1 } }] }] })).not.toEqual([]);
  });

  test('names each rule that fired once, and results point to theirs', () => {
    const findings = ['jwt', 'iban', 'jwt'].map((pattern, n) => sample(n, { pattern }));
    const [run] = (JSON.parse(documentOf('sarif', findings)) as Log).runs;
    expect(run?.tool.driver.rules).toEqual([{ id: 'jwt', shortDescription: { text: 'A token.' } }, { id: 'iban' }]);
    expect(run?.results?.map(({ ruleIndex }) => ruleIndex)).toEqual([0, 1, 0]);
  });

  test('a host or snippet is text in a message, never a link or a placeholder', () => {
    const [run] = (JSON.parse(documentOf('sarif', [sample(1, { snippet: '[a](http://x.example) {0}' })])) as Log).runs;
    expect(run?.results?.[0]?.message.text).toContain('\\[a\\](http://x.example) {{0}}');
  });
});

describe('ocsf', () => {
  const problemsOf = validatorFor(
    readJson(new URL('../../../test/export/ocsf-detection-finding-1.8.0.schema.json', import.meta.url).pathname),
  );

  test('each line is a Detection Finding, whatever stands in the finding', () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const [line = '', end] = documentOf('ocsf', [finding]).split('\n');
        expect(end).toBe('');
        expect(problemsOf(JSON.parse(line))).toEqual([]);
      }),
    );
  });

  test('the schema notices what is wrong', () => {
    const event = JSON.parse(documentOf('ocsf', [sample(1)])) as Record<string, unknown>;
    for (const wrong of [
      { severity_id: 7 },
      { severity: 'Low' },
      { time: 'now' },
      { finding_info: {} },
      { other: 1 },
    ]) {
      expect(problemsOf({ ...event, ...wrong })).not.toEqual([]);
    }
  });
});
