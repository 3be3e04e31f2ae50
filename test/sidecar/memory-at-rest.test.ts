import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RestAfterWork } from '../../src/sidecar/memory-at-rest.js';

const IDLE = 0.003;
const BUSY = 0.4;
const collections = (shares: readonly number[]): number => {
  const rest = new RestAfterWork();
  return shares.filter((share) => rest.shouldCollect(share)).length;
};

describe('memory at rest', () => {
  test('is given back once after the start, however long the silence', () => {
    expect(collections([BUSY, IDLE, IDLE, IDLE, IDLE, IDLE])).toBe(1);
    expect(collections([IDLE, IDLE, IDLE])).toBe(1);
  });

  test('is not given back while there is work, nor in a breath between two requests', () => {
    expect(collections([BUSY, BUSY, BUSY, BUSY])).toBe(0);
    expect(collections([BUSY, IDLE, BUSY, IDLE, BUSY, IDLE])).toBe(0);
  });

  test('is given back again after further work', () => {
    expect(collections([IDLE, IDLE, IDLE, BUSY, IDLE, IDLE, IDLE])).toBe(2);
  });

  test('is given back at most once for each stretch of work, and never in one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(IDLE, BUSY), { maxLength: 60 }), (shares) => {
        const rest = new RestAfterWork();
        const stretches = shares.filter((share, i) => share === BUSY && shares[i - 1] !== BUSY).length;
        const collected = shares.filter((share) => {
          const now = rest.shouldCollect(share);
          expect(now && share === BUSY).toBe(false);
          return now;
        });
        expect(collected.length).toBeLessThanOrEqual(stretches + 1);
      }),
    );
  });
});
