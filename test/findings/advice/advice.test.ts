import { describe, expect, test } from '@jest/globals';
import { catalogue } from '../../../src/detect/rules/catalogue.generated.js';
import { adviceFor, adviceText } from '../../../src/findings/advice/advice.js';
import { adviceFamilies, families, familyOf } from '../../../src/findings/advice/families.js';
import { english } from '../../../src/text/catalogue.generated.js';
import { englishTexts } from '../../../src/text/texts.js';

/** What the watch list finds has no rule in the catalogue. */
const WATCHED = ['watched_secret', 'canary_token'];
const patterns = [...new Set([...catalogue.map(({ pattern }) => pattern), ...WATCHED])];

describe('what a finding means to a person', () => {
  test.each(patterns)('%s: what happened, why it matters and what to do now', (pattern) => {
    const [advice] = adviceFor([{ pattern, severity: 'high' }], englishTexts);
    expect(advice?.patterns).toEqual([pattern]);
    for (const sentence of [advice?.happened, advice?.why, advice?.now]) expect(sentence).toMatch(/^[A-Z].{15,200}\.$/);
  });

  test('is said of no pattern that there is not, and of none twice', () => {
    const said = Object.values(adviceFamilies).flat();
    expect([...said].sort()).toEqual([...patterns].sort());
  });

  test('is said of things that come in where the rule is about them, and of things that leave where it is not', () => {
    for (const { pattern, direction } of catalogue) {
      const happened = english[`advice.${familyOf(pattern) ?? 'token'}.happened`];
      expect(`${pattern}: ${happened}`).toMatch(direction === 'inbound' ? /came in/ : /\bleft\b|went/);
    }
  });

  test('stays few texts, so that it can be translated', () => {
    expect(families.length * 3).toBeLessThanOrEqual(60);
  });

  test('is said once for each family, the most severe first', () => {
    const found = [
      { pattern: 'dotenv_path', severity: 'low' },
      { pattern: 'ai_api_key', severity: 'critical' },
      { pattern: 'vendor_token', severity: 'medium' },
      { pattern: 'of_a_newer_version', severity: 'critical' },
    ] as const;
    const advice = adviceFor(found, englishTexts);
    expect(advice.map((each) => each.patterns)).toEqual([['ai_api_key', 'vendor_token'], ['dotenv_path']]);
    expect(adviceText(advice[0]!, englishTexts)).toMatch(/^ai_api_key, vendor_token: A key.* left.*Revoke it/);
  });
});
