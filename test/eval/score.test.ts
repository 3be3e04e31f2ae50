import { describe, expect, test } from '@jest/globals';
import type { Case } from './cases.js';
import { goals, isRight, Score, shareOf } from './score.js';
import { wilson } from './wilson.js';

const item = (about: Partial<Case>): Case => ({
  id: '1',
  suite: 'gitleaks',
  direction: 'outbound',
  text: '',
  label: 'threat',
  expected: 'aws',
  tier: 'core',
  ...about,
});
const found = [
  {
    pattern: 'ai_api_key',
    variant: 'x',
    threat_type: 'EXFIL',
    direction: 'outbound',
    severity: 'high',
    verdict: 'REVIEW',
    location: 'body',
    snippet: '',
    fingerprint: '',
  },
] as const;

describe('a case comes out right', () => {
  test.each([
    ['a threat with any finding', item({}), true, false],
    ['a benign case without one', item({ label: 'benign', expected: 'none' }), false, true],
    ['one that only forbids another class', item({ label: 'benign', expected: 'not:reverse_shell' }), true, true],
    ['one that forbids this class', item({ label: 'benign', expected: 'not:ai_api_key' }), false, true],
    ['one that forbids secrets', item({ label: 'benign', expected: 'not:vendor_token' }), false, true],
  ])('%s', (_what, each, withFinding, without) => {
    expect(isRight(each, found)).toBe(withFinding);
    expect(isRight(each, [])).toBe(without);
  });
});

test('goals are judged on what they cover, and misses name what was found', () => {
  const score = new Score();
  score.add(item({}), found);
  score.add(item({ id: '2' }), []);
  score.add(item({ id: '3', label: 'benign', expected: 'none', tier: 'ext' }), found);
  const core = score.of(goals[0]!);
  expect(core).toMatchObject({ right: 1, total: 2, met: false });
  expect(score.of(goals.find(({ name }) => name === 'threats, ext')!)).toBeUndefined();
  expect(score.misses.map(({ id, found: names }) => [id, names])).toEqual([
    ['2', []],
    ['3', ['ai_api_key.x']],
  ]);
  expect(score.rows.map(({ label, right, total }) => `${label} ${right}/${total}`)).toEqual([
    'threat 1/2',
    'benign 0/1',
  ]);
});

test('the interval is that of Wilson', () => {
  const [low, high] = wilson(0, 10);
  expect(low).toBe(0);
  expect(high).toBeCloseTo(27.75, 1);
  expect(shareOf({ right: 10, total: 10 })).toContain('100.00 %   72.2 - 100.0 %');
});
