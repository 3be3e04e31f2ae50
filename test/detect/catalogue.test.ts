import { describe, expect, test } from '@jest/globals';
import { Detector } from '../../src/detect/detector.js';
import { Pattern } from '../../src/detect/pattern/pattern.js';
import { MAX_WINDOW, type Rule } from '../../src/detect/rule.js';
import type { Detection } from '../../src/detect/scan-context.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { detect, detectInPieces, FINGERPRINT_KEY, namesOf, strangerContext } from '../support/detect.js';

/** More states than this in one rule's automata would make its memory and its cold start worth a second thought. */
const MAX_STATES = 4_096;

const byName = catalogue.map((rule): [string, Rule] => [`${rule.pattern}.${rule.variant}`, rule]);
const whole = new Detector(catalogue, FINGERPRINT_KEY);

test('names are unique', () => {
  expect(new Set(byName.map(([name]) => name)).size).toBe(byName.length);
});

describe.each(byName)('%s', (_name, rule) => {
  const alone = new Detector([rule], FINGERPRINT_KEY);
  const context = strangerContext(rule.direction);

  test('is described', () => {
    expect(rule.pattern).toMatch(/^[a-z][a-z0-9_]{1,63}$/);
    expect(rule.variant).toMatch(/^[a-z][a-z0-9-]{0,40}$/);
    expect(rule.about.length).toBeGreaterThan(20);
    expect(rule.anatomy.length).toBeGreaterThan(5);
    expect(rule.source).toMatch(/^https:\/\//);
    expect(rule.examples.fires.length).toBeGreaterThan(0);
    expect(rule.examples.silent.length).toBeGreaterThan(0);
  });

  test.each(rule.examples.fires)('fires on %j', (example) => {
    expect(detect(alone, context, example)).toContainEqual(expect.objectContaining({ pattern: rule.pattern }));
  });

  test.each(rule.examples.fires)('fires on %j in the middle of other text, with all other rules', (example) => {
    const text = `Some words before.\n${example}\nSome words behind.\n`;
    expect(detect(whole, context, text)).toContainEqual(expect.objectContaining({ pattern: rule.pattern }));
  });

  test.each(rule.examples.silent)('stays silent on %j', (example) => {
    expect(detect(alone, context, example)).toEqual([]);
  });

  test.each(rule.examples.fires)('finds the same in %j wherever it is cut', (example) => {
    const expected = namesOf(detect(alone, context, example));
    for (let cut = 1; cut < Buffer.byteLength(example); cut++) {
      expect(namesOf(detectInPieces(alone, context, example, [cut]))).toEqual(expected);
    }
  });

  test.each(rule.examples.fires)('finds the same in %j where the sender pauses before it ends', (example) => {
    const found: Detection[] = [];
    const scan = alone.open(context, (detection) => found.push(detection));
    scan.write(Buffer.from(example));
    scan.flush();
    scan.end();
    // At the pause it may have looked like something shorter.
    expect(namesOf(found)).toEqual(expect.arrayContaining(namesOf(detect(alone, context, example))));
  });

  test('shows nothing of a match but words of its own', () => {
    for (const example of rule.examples.fires) {
      for (const { snippet } of detect(alone, context, example)) {
        const shown = snippet.split(/‹\d+›/).join('');
        // Every run of letters and digits that a snippet shows stands in the rule's own expressions.
        const source = rule.match
          .map(({ re }) => re.source)
          .join(' ')
          .toLowerCase();
        for (const run of shown.match(/[a-z0-9]{4,}/gi) ?? []) {
          const known = Array.from(run.toLowerCase()).every((char) => source.includes(char));
          expect({ run, known }).toEqual({ run, known: true });
        }
      }
    }
  });

  test.each(rule.match.map(({ re, window }) => ({ re, window })))(
    '$re is linear: its automata are small',
    ({ re, window }) => {
      const states = new Pattern(re, window).countStates(MAX_STATES);
      expect(states).toBeDefined();
      expect(states).toBeLessThanOrEqual(MAX_STATES);
    },
  );

  test('has no window beyond what pieces of a stream overlap by', () => {
    for (const { re, window } of rule.match) expect(new Pattern(re, window).window).toBeLessThanOrEqual(MAX_WINDOW);
  });
});
