import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FlowPause } from '../../src/observe/flow-pause.js';

/** The times at which a look is due, of those at which is asked, when something comes at some of them. */
function looks(asked: readonly { readonly at: number; readonly comes: boolean }[]): number[] {
  const pause = new FlowPause();
  return asked.flatMap(({ at, comes }) => {
    if (comes) pause.note();
    return pause.isDue(at) ? [at] : [];
  });
}

describe('a flow is looked at before it ends', () => {
  test('once, a tenth of a second after it has sent something', () => {
    const asked = Array.from({ length: 300 }, (_, i) => ({ at: 1_000 + i * 8, comes: i === 0 }));
    expect(looks(asked)).toEqual([1_104]);
  });

  test('once a second while it goes on sending', () => {
    const asked = Array.from({ length: 500 }, (_, i) => ({ at: i * 8, comes: i % 3 === 0 }));
    expect(looks(asked)).toEqual([1_000, 2_008, 3_016]);
  });

  test('never while it has sent nothing', () => {
    expect(looks(Array.from({ length: 300 }, (_, i) => ({ at: i * 8, comes: false })))).toEqual([]);
  });

  test('whatever comes when: no later than a second after it was noticed, and at most ten times a second', () => {
    const steps = fc.array(fc.record({ after: fc.integer({ min: 1, max: 200 }), comes: fc.boolean() }), {
      minLength: 1,
      maxLength: 100,
    });
    fc.assert(
      fc.property(steps, (given) => {
        let at = 0;
        const asked = given.map(({ after, comes }) => ({ at: (at += after), comes }));
        // Asked on, so that what came last is looked at as well.
        for (let more = 0; more < 300; more++) asked.push({ at: (at += 8), comes: false });
        const seen = looks(asked);
        for (const [i, look] of seen.entries()) if (i > 0) expect(look - seen[i - 1]!).toBeGreaterThanOrEqual(100);
        for (const { at: came } of asked.filter(({ comes }) => comes)) {
          // One at the same moment takes it in.
          const next = seen.find((look) => look >= came);
          // A second, and the time to the next question.
          expect(next! - came).toBeLessThanOrEqual(1_200);
        }
      }),
    );
  });
});
