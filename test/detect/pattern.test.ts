import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UnsupportedPatternError } from '../../src/detect/pattern/parse.js';
import { Pattern } from '../../src/detect/pattern/pattern.js';
import { RuleSet } from '../../src/detect/rule-set.js';
import { Matcher } from '../../src/detect/matcher.js';
import { ruleOf } from '../support/rule.js';

/** The texts that our engine matches. */
function matchesOf(re: RegExp, text: string): string[] {
  const found: string[] = [];
  const bytes = Buffer.from(text, 'latin1');
  new Matcher(new RuleSet([ruleOf(re)], 'inbound')).find({ bytes, atStart: true, atEnd: true }, (_, candidate) => {
    found.push(candidate.text);
  });
  return found;
}

describe('a pattern', () => {
  test.each<[RegExp, string, string[]]>([
    [/sk-[a-z]{3,5}/, 'sk-ab sk-abc sk-abcdefgh', ['sk-abc', 'sk-abcde']],
    [/(?<![a-z])key_[0-9]{2}(?![0-9])/, 'key_12 xkey_34 key_567 key_89', ['key_12', 'key_89']],
    [/curl\s[^\n]*\|\s*sh\b/, 'curl a | sh; curl b\n| sh', ['curl a | sh']],
    [/[0-9]{3,4}:AA[a-z]{2}/, '12:AAxx 123:AAxx 12345:AAyy', ['123:AAxx', '2345:AAyy']],
    [/\bEXEC\b/i, 'exec Exec_ executive eXeC', ['exec', 'eXeC']],
    [/^mark:/, 'mark: x\nmark: y mark: z', ['mark:', 'mark:']],
    [/käse[0-9]/, Buffer.from('käse1', 'utf8').toString('latin1'), [Buffer.from('käse1', 'utf8').toString('latin1')]],
  ])('%s in %j', (re, text, expected) => {
    expect(matchesOf(re, text)).toEqual(expected);
  });

  test.each<[RegExp, string]>([
    [/(a)\1key_/, '\\1 is not supported'],
    [/key_(?=abc)d/, '(?=abc) is not supported'],
    [/ab\bkey_/, '\\b is not supported'],
    [/key_\p{L}/u, '\\p{L} is not supported'],
    [/key_/g, 'flag g is not supported'],
    [/[a-z]+/, 'no fixed part'],
  ])('%s is refused, naming %s', (re, construct) => {
    expect(() => new Pattern(re)).toThrow(UnsupportedPatternError);
    expect(() => new Pattern(re)).toThrow(construct);
  });

  test('that matches the empty text is refused', () => {
    expect(() => new Pattern(/(?:key_)?/)).toThrow();
  });
});

describe('our engine and the one of JavaScript agree', () => {
  const patterns: RegExp[] = [
    /ab[cd]{2,4}e/,
    /(?<![a-c])ab(?:cd|dc)+(?![d])/,
    /abc[^e]*de/,
    /a(?:bc|cb){2}d?/,
    /[ab]{2,3}:cd/,
    /(?:xab|xba)c*d+/,
    /abc\b/,
    /[a-d]+(?:xab:|xba:)c*d/,
    /[^\n]*xx:[ab]?(?:c|\n)d(?!e)/,
    /(?:a:)?(?:xb:c)+d{1,2}\b/,
    /abc[^\n]*(?:\|d|;+e)/,
    /[a-e]?xb:[^|]*\|\s*[;x]/,
    /(?:ab|c)[ |]{1,3}d?xb:c/,
    /(?<!e)(?:a+|b\s)xb:(?:c|d)/,
  ];
  const texts = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'x', ':', '|', ';', ' ', '\n'),
    maxLength: 60,
  });

  test.each(patterns)('on whether %s is in a text', (re) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(matchesOf(re, text).length > 0).toBe(re.test(text));
      }),
      { numRuns: 500 },
    );
  });

  test.each(patterns)('each match of %s is a match by itself', (re) => {
    const exact = new RegExp(`^(?:${re.source.replace(/^\(\?<![^)]*\)/, '').replace(/\(\?!\[d\]\)$|\\b$/, '')})$`);
    fc.assert(
      fc.property(texts, (text) => {
        for (const match of matchesOf(re, text)) expect(match).toMatch(exact);
      }),
    );
  });
});
