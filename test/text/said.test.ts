import { describe, expect, test } from '@jest/globals';
import { languages } from '../../src/text/locale/languages.js';
import { lookUp } from '../../src/text/locale/lookup.js';
import { heard, inOneLine, saidOf } from '../../src/text/said.js';
import { textsIn, type Saying } from '../../src/text/texts.js';
import { sayingOfJsonFault } from '../../src/validation/json-fault.js';
import { saidIn } from '../../src/validation/said-in.js';

const refusal: Saying = {
  code: 'status.config_refused',
  args: {
    at: '2026-11-05T14:03:09.000Z',
    reason: {
      code: 'config.invalid',
      args: {
        file: '/home/op/config.json',
        problems: [
          { code: 'validation.missing', args: { field: 'listen.port' } },
          {
            code: 'validation.type',
            args: { field: 'enabled', expected: 'boolean', kind: { code: 'validation.kind.list', args: {} } },
          },
        ],
      },
    },
  },
};

/** As it comes out of a socket. */
function overTheWire(saying: Saying): unknown {
  return JSON.parse(JSON.stringify(saidOf(saying)));
}

describe('a message that comes over a socket', () => {
  test.each(languages.map(({ tag }) => tag))('is said in %s, with the messages inside of it', (tag) => {
    const texts = textsIn(lookUp(tag));
    const said = saidIn(overTheWire(refusal)) ?? { code: '', message: '' };
    const whole = inOneLine(said, texts);
    expect(whole).toContain(texts('validation.missing', { field: 'listen.port' }));
    expect(whole).toContain('/home/op/config.json');
    expect(whole).not.toContain('\n');
    if (tag !== 'en') expect(whole).not.toMatch(/refused|missing|list\b/);
  });

  test.each(languages.map(({ tag }) => tag))('says in %s where a text is no JSON, in one line', (tag) => {
    const args = { file: '/c.json', problems: [sayingOfJsonFault('{"listen": {"port": 1}')] };
    const reason = { code: 'config.invalid', args } as const;
    const refused: Saying = { code: 'status.config_refused', args: { at: '2026-11-05T14:03:09.000Z', reason } };
    const said = saidIn(overTheWire(refused)) ?? { code: '', message: '' };
    const whole = inOneLine(said, textsIn(lookUp(tag)));
    expect(whole).not.toMatch(/[:：];/);
    if (tag !== 'en') expect(whole).not.toMatch(/its end|refused/);
  });

  test('has its English sentence, with times that can be searched for', () =>
    expect(overTheWire(refusal)).toMatchObject({
      code: 'status.config_refused',
      message: expect.stringMatching(/from 2026-11-05T14:03:09\.000Z on was refused whole.*"listen\.port" is missing/s),
    }));

  test.each([
    ['of an unknown code', { code: 'no.such.code', args: {} }],
    ['of a name that every object has', { code: 'constructor', args: {} }],
    ['without its arguments', { code: 'status.pinned', args: {} }],
    ['with arguments of another kind', { code: 'cli.suppress.active', args: { until: { deep: true } } }],
    ['with a list in its list', { code: 'control.invalid', args: { problems: [[1]] } }],
    ['that lies in itself too often', deep(10)],
  ])('%s is said as it came', (_, part) => {
    const said = saidIn({ ...part, message: 'As it came.' });
    expect(heard(said ?? { code: '', message: '' }, textsIn(lookUp('ja')))).toBe('As it came.');
  });

  test.each([null, 'text', [], {}, { code: 'x' }, { message: 'x' }])('is none in %j', (document) =>
    expect(saidIn(document)).toBeUndefined(),
  );

  test('is bounded', () => {
    const said = saidIn({ code: 'c'.repeat(1_000), message: 'm'.repeat(100_000) });
    expect([said?.code.length, said?.message.length]).toEqual([100, 4_000]);
  });
});

function deep(levels: number): { code: string; args: object } {
  const args = levels === 0 ? {} : { reason: deep(levels - 1) };
  return { code: 'supervisor.failed', args };
}

test('what a caller has beside the arguments of a text does not disturb it', () => {
  const counted = { active: 1, findings: 2, by_id: [{ id: 'a', findings: 2 }], more: null, yes: true };
  expect(textsIn(lookUp('en'))('cli.status.suppressed', counted)).toContain('2 findings kept back');
});
