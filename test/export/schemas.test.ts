import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import formatsPlugin from 'ajv-formats';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Log } from 'sarif';
import { documentOf } from './documents.js';
import { testWith } from '../support/tools.js';
import { hostileFinding, sample } from './hostile.js';
import { OCSF_FOLDER, PublishedOcsf, type ClassSchema, type Structure } from './published-ocsf.js';

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
  const subset = readJson(
    new URL('../../../test/export/ocsf-detection-finding-1.8.0.schema.json', import.meta.url).pathname,
  );

  const followsWith = (schema: object) => (): void => {
    const problemsOf = validatorFor(schema);
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const [line = '', end] = documentOf('ocsf', [finding]).split('\n');
        expect(end).toBe('');
        expect(problemsOf(JSON.parse(line))).toEqual([]);
      }),
    );
  };

  const noticesWith = (schema: object) => (): void => {
    const problemsOf = validatorFor(schema);
    const event = JSON.parse(documentOf('ocsf', [sample(1)])) as Record<string, unknown>;
    expect(problemsOf(event)).toEqual([]);
    for (const wrong of [
      { severity_id: 7 },
      { severity: 'Low' },
      { time: 'now' },
      { finding_info: {} },
      { other: 1 },
      { type_uid: 200_402 },
      { class_name: 'Security Finding' },
      { metadata: { version: '1.8.0' } },
      { evidences: [{}] },
      { evidences: [{ dst_endpoint: { port: 443 } }] },
      { evidences: [{ dst_endpoint: { ip: 'api.example.com' } }] },
      { evidences: [{ dst_endpoint: { hostname: 'a', port: 65_536 } }] },
      { resources: [{ type: 'agent group' }] },
    ]) {
      expect([wrong, problemsOf({ ...event, ...wrong })]).not.toEqual([wrong, []]);
    }
  };

  test('each line is a Detection Finding, whatever stands in the finding', followsWith(subset));

  test('the schema notices what is wrong', noticesWith(subset));

  describe('against all that is published', () => {
    const published = OCSF_FOLDER === undefined ? undefined : new PublishedOcsf(OCSF_FOLDER);
    const whole: ClassSchema = published?.classSchema('detection_finding') ?? { type: 'object', definitions: {} };
    const testPublished = testWith(
      published !== undefined,
      'definitions of OCSF in a folder that TRAFFIC_GUARDIAN_OCSF_SCHEMA names',
    );

    testPublished('each line is a Detection Finding, whatever stands in the finding', followsWith(whole));

    testPublished('the schema notices what is wrong', noticesWith(whole));

    testPublished('the part written down for everybody demands the same', () => {
      expect(published?.version).toBe('1.8.0');
      const definitions = subset['definitions'] as Record<string, Structure>;
      const pairs = Object.keys(definitions).map((name) => [definitions[name], whole.definitions[name]]);
      for (const [our, their] of [[subset, whole], ...pairs] as [Structure, Structure | undefined][]) {
        // Types of values stand in the dictionary, not among the objects.
        if (their === undefined || our.properties === undefined) continue;
        expect(new Set(our.required)).toEqual(new Set(their.required));
        expect(Object.keys(their.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(our.properties)));
        expect(their.anyOf ?? []).toEqual(expect.arrayContaining([...(our.anyOf ?? [])]));
      }
    });
  });
});
