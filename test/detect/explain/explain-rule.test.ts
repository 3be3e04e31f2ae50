import { describe, expect, test } from '@jest/globals';
import { Detector } from '../../../src/detect/detector.js';
import { explainRule, type RuleExplanation } from '../../../src/detect/explain/explain-rule.js';
import type { Rule } from '../../../src/detect/rule.js';
import type { ScanContext } from '../../../src/detect/scan-context.js';
import { detect, FINGERPRINT_KEY, strangerContext } from '../../support/detect.js';

const rule: Rule = {
  pattern: 'acme_key',
  variant: 'v1',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'acme',
  about: 'A key of nobody, for tests.',
  anatomy: 'acme_, sixteen letters or digits with a digit among them',
  source: 'https://acme.invalid/',
  home: ['api.acme.invalid'],
  match: [
    {
      re: /acme_[a-z0-9]{16}/,
      accept: function hasDigit({ text }) {
        return /\d/.test(text);
      },
    },
    { re: /acme:[a-z]{4}/ },
  ],
  examples: { fires: ['acme_0123456789abcdef'], silent: ['acme_'] },
};

function explained(text: string, context: ScanContext = strangerContext('outbound'), isOn = true): RuleExplanation {
  const reported = detect(new Detector([rule], FINGERPRINT_KEY), context, text);
  return explainRule(rule, isOn, { bytes: Buffer.from(text), context, reported });
}

const GOOD = 'acme_k3jd82hfq0lm5xzp';
const header: ScanContext = { direction: 'outbound', host: 'api.acme.invalid', secure: true, location: 'header:token' };

describe('how far a rule comes', () => {
  test.each<[RuleExplanation['stage'], string, ScanContext | undefined]>([
    ['no_anchor', 'nothing of it', undefined],
    ['no_match', 'acme_short', undefined],
    ['check_refused', 'acme_abcdefghijkmnopq', undefined],
    ['judged_silent', GOOD, header],
    ['fired', GOOD, undefined],
    ['other_direction', GOOD, strangerContext('inbound')],
  ])('%s: %j', (stage, text, context) => {
    expect(explained(text, context)).toMatchObject({ rule: 'acme_key.v1', group: 'acme', stage });
  });

  test('not at all when its group is off', () => {
    expect(explained(GOOD, undefined, false)).toMatchObject({ stage: 'group_off', expressions: [] });
  });

  test('is told for each expression, with the steps of it', () => {
    const text = `acme_abcdefghijkmnopq ${GOOD} acme:no`;
    expect(explained(text, header).expressions).toEqual([
      {
        expression: 1,
        anchors: { lookedFor: 1, found: ['acme_'] },
        matches: 2,
        refused: { count: 1, check: 'hasDigit' },
        silent: { home: 1 },
        findings: 0,
      },
      {
        expression: 2,
        anchors: { lookedFor: 1, found: ['acme:'] },
        matches: 0,
        refused: { count: 0 },
        silent: {},
        findings: 0,
      },
    ]);
  });

  test('says when the value was reported by another rule already', () => {
    const context = strangerContext('outbound');
    expect(explainRule(rule, true, { bytes: Buffer.from(GOOD), context, reported: [] }).stage).toBe('elsewhere');
  });

  test('says when it stands in the midst of base64, where it was made by chance', () => {
    const short: Rule = { ...rule, home: [], match: [{ re: /AKC[A-Za-z0-9]{10,70}(?![A-Za-z0-9])/ }] };
    const line = 'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWeJ';
    const bytes = Buffer.from(`${line}/AKCp8XqpkveXmLNiQLb8e96Z3Q9lq2a9c27dx2LraAynFCaisB+${line}`);
    const context = strangerContext('outbound');
    expect(explainRule(short, true, { bytes, context, reported: [] })).toMatchObject({
      stage: 'judged_silent',
      expressions: [{ matches: 1, silent: { base64: 1 }, findings: 0 }],
    });
  });

  test('shows nothing of the text but the redacted snippet', () => {
    const explanation = explained(`${GOOD} acme_abcdefghijkmnopq`);
    expect(explanation.findings).toEqual([{ severity: 'high', snippet: 'acme_‹16›', decoding: [] }]);
    expect(JSON.stringify(explanation)).not.toMatch(/k3jd|abcdef/);
  });
});
