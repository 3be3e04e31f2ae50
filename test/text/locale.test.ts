import { describe, expect, test } from '@jest/globals';
import { chooseLocale } from '../../src/text/locale/choose.js';
import { languageTag } from '../../src/text/locale/language-tag.js';
import { languages, relatives } from '../../src/text/locale/languages.js';
import { lookUp } from '../../src/text/locale/lookup.js';

describe('a tag', () => {
  test.each([
    ['pt-BR', 'pt-BR'],
    ['PT_br.UTF-8', 'pt-BR'],
    ['ja_JP.UTF-8', 'ja-JP'],
    ['de_AT@euro', 'de-AT'],
    ['iw', 'he'],
    ['iw_IL', 'he-IL'],
    ['zh-hant-hk', 'zh-Hant-HK'],
    [' fr ', 'fr'],
  ])('%s is %s', (text, tag) => expect(languageTag(text)).toEqual({ kind: 'tag', tag }));

  test.each(['', '  ', 'C', 'C.UTF-8', 'POSIX'])('"%s" asks for no language', (text) =>
    expect(languageTag(text)).toEqual({ kind: 'none' }),
  );

  test.each(['english!', '-', 'a', '../../etc/passwd', 'de--CH', 'x'.repeat(100), '日本語'])('"%s" is none', (text) =>
    expect(languageTag(text)).toEqual({ kind: 'malformed' }),
  );
});

describe('lookup', () => {
  test.each([
    ['ja', 'ja'],
    ['ja-JP', 'ja'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['pt-BR', 'pt-BR'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['zh-Hans-TW', 'zh-Hans'],
    ['es-419', 'es'],
    ['de-CH-1996', 'de'],
    ['ar-EG-u-nu-latn', 'ar'],
    ['en-GB', 'en'],
  ])('%s reads %s', (tag, read) => {
    expect(lookUp(tag)).toEqual({ formats: tag, language: languages.find((each) => each.tag === read) });
  });

  test('a language without texts or relatives reads English, and is named', () => {
    expect(lookUp('sv-SE')).toMatchObject({ language: { tag: 'en' }, formats: 'en', unavailable: 'sv-SE' });
  });

  test('every relative is a language that there is', () => {
    const tags = languages.map(({ tag }) => tag);
    expect(Object.values(relatives).filter((each) => !tags.includes(each))).toEqual([]);
  });
});

describe('who decides', () => {
  const env = { LC_ALL: 'fr_FR.UTF-8', LC_MESSAGES: 'de_DE', LANG: 'es_ES' };
  test.each([
    ['the option before all', { option: 'ja', configured: 'ko', env }, 'ja'],
    ['the configuration before the environment', { configured: 'ko', env }, 'ko'],
    ['LC_ALL before the others', { env }, 'fr'],
    ['LC_MESSAGES before LANG', { env: { ...env, LC_ALL: '' } }, 'de'],
    ['LANG last', { env: { LANG: 'es_ES' } }, 'es'],
    ['C means English, whatever comes after it', { env: { LC_ALL: 'C', LANG: 'ja_JP' } }, 'en'],
    ['an option of C too', { option: 'C', configured: 'ko', env }, 'en'],
    ['an empty option is none', { option: '', env }, 'fr'],
    ['a malformed option is passed over', { option: '???', configured: 'ko', env }, 'ko'],
    ['nothing at all', { env: {} }, 'en'],
    ['a malformed variable', { env: { LANG: '???' } }, 'en'],
  ])('%s', (_, sources, tag) => expect(chooseLocale(sources).language.tag).toBe(tag));

  test('a language without texts is worth a remark when it was asked for, and none when the machine has it', () => {
    expect(chooseLocale({ option: 'sv', env: {} }).unavailable).toBe('sv');
    expect(chooseLocale({ env: { LANG: 'sv_SE.UTF-8' } }).unavailable).toBeUndefined();
  });
});
