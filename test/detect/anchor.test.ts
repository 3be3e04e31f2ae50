import { describe, expect, test } from '@jest/globals';
import { anchorOf } from '../../src/detect/pattern/anchor.js';
import { parsePattern } from '../../src/detect/pattern/parse.js';

function literalsOf(re: RegExp): readonly string[] | undefined {
  return anchorOf(parsePattern(re).body)?.literals;
}

describe('the anchor of an expression', () => {
  test.each<[string, RegExp, string[]]>([
    ['begins the match where it can', /key_[0-9]{4}:token/, ['key_']],
    ['is all that a choice can be', /(?:foo|bar)_[0-9]+/, ['foo_', 'bar_']],
    ['is no address, which is all over the place', /https?:\/\/[^\s]*\/zqx-hook\//, ['/zqx-hook/']],
    ['is an address when there is nothing else', /:\/\/[a-z0-9]{40}/, ['://']],
    ['is no everyday word', /you\s+[a-z]*zqxkzqxk/, ['zqxkzqxk']],
    ['has no more bytes than it needs to be telling', /=jumbled-words-[0-9]/, ['=jumbl']],
    ['has none that begins with another', /zap(?:ped)?[0-9]*/, ['zap']],
    ['ignores case', /AkIa[0-9]{4}/, ['akia']],
  ])('%s', (_what, re, expected) => {
    expect(literalsOf(re)).toEqual(expected);
  });

  test.each<[string, RegExp, number | undefined]>([
    ['nothing, where a match begins with it', /zap_[0-9]+/, undefined],
    ['the part that it is', /[^\n]*(?:zap|zip)_q[0-9]/, 1],
    ['the part of which it is the first copy', /[a-z]+[^a-z](?:zap_q)+/, 2],
    ['nothing, where something in that part stands before it', /[a-z]+(?:[0-9]?zap_q|x[0-9]zip_q)z/, undefined],
  ])('tells what a match is from there on: %s', (_what, re, expected) => {
    expect(anchorOf(parsePattern(re).body)?.part).toBe(expected);
  });

  test('is missing when all of it could be ordinary text', () => {
    expect(literalsOf(/[a-z]+[0-9]*/)).toBeUndefined();
  });
});
