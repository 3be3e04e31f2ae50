import { describe, expect, test } from '@jest/globals';
import { scanCaseSchema } from '../../src/cli/scan/scan-case.generated.js';
import { findingsQuerySchema } from '../../src/findings/journal/query/findings-query.generated.js';
import { suppressionListSchema } from '../../src/findings/suppression/suppressions.generated.js';
import { configSchema } from '../../src/sidecar/config.generated.js';
import { digestRequestSchema } from '../../src/sidecar/control/digest-request.generated.js';
import { pauseRequestSchema } from '../../src/sidecar/control/pause-request.generated.js';
import { canariesSchema } from '../../src/sidecar/watch/canaries.generated.js';
import { englishTexts } from '../../src/text/texts.js';
import { allowedBy } from '../../src/validation/pattern-words.js';
import { validatorOf } from '../../src/validation/validator.js';

/** The documents of which a person types a part. */
const typed = {
  config: configSchema,
  suppressions: suppressionListSchema,
  query: findingsQuerySchema,
  pause: pauseRequestSchema,
  digest: digestRequestSchema,
  canaries: canariesSchema.properties.canaries.items.properties.plant,
  scan: scanCaseSchema,
};

function patternsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'pattern' && typeof value === 'string' ? [value] : patternsIn(value),
  );
}

const cases = [...new Set(patternsIn(typed))];

describe('what a value has to look like', () => {
  test.each(cases)('%s is said in words, and the example in them fits', (pattern) => {
    const { code, args } = allowedBy(pattern);
    const said = englishTexts(code, args);
    expect(said).not.toContain(pattern);
    expect(args).toMatchObject({ what: expect.not.stringMatching(/^other$/) });
    const examples = /such as:? (.*)$/.exec(said)?.[1]?.split(' or ') ?? [];
    for (const example of said.includes('hexadecimal') ? [] : examples.slice(-1)) {
      expect(example).toMatch(new RegExp(pattern, 'u'));
    }
    expect(examples).not.toEqual([]);
  });

  test('is said with the field and the kind of the value, and never with the value', () => {
    const outcome = validatorOf(configSchema)({ proxyUrl: 'hunter2', allowHostServices: ['hunter2'] });
    const said = outcome.ok ? [] : outcome.problems.map(({ saying }) => englishTexts(saying.code, saying.args));
    expect(said).toEqual([
      '"proxyUrl" does not have the right form: http:// or https://, a host and perhaps a port, without user name and ' +
        'path, such as http://host.docker.internal:10270, and it is text. Change its value.',
      '"allowHostServices.0" does not have the right form: a host, a colon and a port from 1 to 65535, such as ' +
        '127.0.0.1:11434 or [::1]:11434, and it is text. Change its value.',
    ]);
  });

  test('how many entries an object may have is said in words too', () => {
    const webhook = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`w${n}`, { url: 'https://a.example' }]));
    const outcome = validatorOf(configSchema)({ sinks: { webhook }, fleet: { key: {} } });
    const said = outcome.ok ? [] : outcome.problems.map(({ saying }) => englishTexts(saying.code, saying.args));
    expect(said).toContain('"sinks.webhook" has a wrong length: 8 entries at most. Change its value.');
    expect(said).toContain('"fleet.key" has a wrong length: 1 entry at least. Change its value.');
  });

  test('only what may be left out is said to be so', () => {
    const properties = { mode: { const: 'detect' } };
    const remedy = (schema: object): string => {
      const outcome = validatorOf({ type: 'object', properties: { inner: { type: 'object', properties, ...schema } } })(
        {
          inner: { mode: 'block' },
        },
      );
      return outcome.ok ? '' : outcome.problems.map(({ saying: { code, args } }) => englishTexts(code, args)).join();
    };
    expect(remedy({})).toContain('Set it to "detect" or leave it out.');
    expect(remedy({ required: ['mode'] })).toMatch(/Set it to "detect"\.$/);
  });
});
