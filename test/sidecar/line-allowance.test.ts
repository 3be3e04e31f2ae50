import { expect, test } from '@jest/globals';
import { LineAllowance } from '../../src/sidecar/line-allowance.js';

test('a flood of one kind gets a bounded number of lines, is counted, and leaves other kinds theirs', () => {
  let now = 0;
  const allowance = new LineAllowance(() => now);
  const taken = Array.from({ length: 1_000 }, () => allowance.take('authentication-failed'));
  expect(taken.filter((leftOut) => leftOut !== undefined)).toEqual(Array(100).fill(0));
  expect(allowance.take('dial-failed')).toBe(0);
  now = 9_999;
  expect(allowance.take('authentication-failed')).toBeUndefined();
  now = 10_000;
  expect(allowance.take('authentication-failed')).toBe(901);
  expect(allowance.take('authentication-failed')).toBe(0);
});
