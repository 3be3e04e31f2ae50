import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_SUPPRESSION_MS, Suppressions, type Suppression } from '../../../src/findings/suppression/suppressions.js';

const NOW = Date.parse('2026-06-01T00:00:00.000Z');
const A = 'a'.repeat(32);
const B = 'b'.repeat(32);

const suppression = (about: Partial<Suppression>): Suppression => ({
  id: '00000001',
  pattern: 'ai_api_key',
  reason: 'a test',
  created: '2026-05-01T00:00:00.000Z',
  until: '2026-07-01T00:00:00.000Z',
  ...about,
});

function suppressionsOf(all: readonly Suppression[], now = NOW): Suppressions {
  const suppressions = new Suppressions(() => now);
  suppressions.replace(all);
  return suppressions;
}

const finding = (pattern: string, fingerprint: string, dest: string) => ({ pattern, fingerprint, dest });

describe('a suppression never hides another finding', () => {
  test.each([
    ['of a value', { fingerprint: A }, finding('ai_api_key', A, 'any.example:443'), true],
    ['of a value: another value', { fingerprint: A }, finding('ai_api_key', B, 'any.example:443'), false],
    ['of a value: another rule', { fingerprint: A }, finding('watched_secret', A, 'any.example:443'), false],
    ['at a host', { host: 'get.acme.com' }, finding('ai_api_key', B, 'get.acme.com:443'), true],
    ['at a host, in other letters', { host: 'get.acme.com' }, finding('ai_api_key', B, 'GET.acme.com:8443'), true],
    ['at a host: another one', { host: 'get.acme.com' }, finding('ai_api_key', B, 'xget.acme.com:443'), false],
    ['at a host: one behind it', { host: 'get.acme.com' }, finding('ai_api_key', B, 'get.acme.com.x:443'), false],
    ['at a port', { host: 'get.acme.com:443' }, finding('ai_api_key', B, 'get.acme.com:443'), true],
    ['at a port: another one', { host: 'get.acme.com:443' }, finding('ai_api_key', B, 'get.acme.com:80'), false],
    ['of both', { fingerprint: A, host: 'x.y' }, finding('ai_api_key', A, 'x.y:443'), true],
    ['of both: one of them', { fingerprint: A, host: 'x.y' }, finding('ai_api_key', A, 'z.y:443'), false],
    ['of neither', {}, finding('ai_api_key', A, 'x.y:443'), false],
  ])('%s', (_what, about, draft, hidden) => {
    const suppressions = suppressionsOf([suppression(about)]);
    expect(suppressions.take(draft)).toBe(hidden);
    expect(suppressions.findings).toBe(hidden ? 1 : 0);
  });

  test('whatever the list: what is hidden agrees with a suppression in everything that this names', () => {
    const word = fc.constantFrom('x', 'y', 'z');
    const any = fc.record({ pattern: word, fingerprint: word, host: word }, { requiredKeys: ['pattern'] });
    fc.assert(
      fc.property(fc.array(any), word, word, word, (all, pattern, fingerprint, host) => {
        const list = all.map((about) => suppression(about as Partial<Suppression>));
        const expected = list.some(
          (each) =>
            each.pattern === pattern &&
            (each.fingerprint !== undefined || each.host !== undefined) &&
            (each.fingerprint ?? fingerprint) === fingerprint &&
            (each.host ?? host) === host,
        );
        expect(suppressionsOf(list).take(finding(pattern, fingerprint, `${host}:443`))).toBe(expected);
      }),
    );
  });
});

describe('a suppression ends by itself', () => {
  const draft = finding('ai_api_key', A, 'x.y:443');

  test('at its time', () => {
    const end = Date.parse('2026-07-01T00:00:00.000Z');
    expect(suppressionsOf([suppression({ fingerprint: A })], end - 1).take(draft)).toBe(true);
    expect(suppressionsOf([suppression({ fingerprint: A })], end).take(draft)).toBe(false);
    expect(suppressionsOf([suppression({ fingerprint: A })], end).active).toBe(0);
  });

  test('and one that was written to last longer than a year never begins', () => {
    const until = new Date(Date.parse('2026-05-01T00:00:00.000Z') + MAX_SUPPRESSION_MS + 1).toISOString();
    expect(suppressionsOf([suppression({ fingerprint: A, until })]).take(draft)).toBe(false);
  });
});

test('what is kept back is counted by suppression, also when the list is read again', () => {
  const list = [suppression({ id: '00000001', fingerprint: A }), suppression({ id: '00000002', fingerprint: B })];
  const suppressions = suppressionsOf(list);
  suppressions.take(finding('ai_api_key', A, 'x.y:443'));
  suppressions.replace(list);
  suppressions.take(finding('ai_api_key', A, 'x.y:443'));
  expect(suppressions.counts).toEqual([
    { id: '00000001', findings: 2 },
    { id: '00000002', findings: 0 },
  ]);
  expect(suppressions).toMatchObject({ active: 2, findings: 2 });
});
