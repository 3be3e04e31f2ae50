// Looks at whole catalogues: which texts are there, which are missing, out of date or wrong.
import { digestOf, englishIn, localesIn, translationIn, untranslatedIn } from './catalogues.mjs';
import { problemsOf } from './compare.mjs';

/**
 * Every language with its figures and problems.
 *
 * @returns for each `{ locale, keys, translated, missing, stale, deferred, problems }`; `missing` and `stale` are keys
 * that are not declared in untranslated.json, `problems` are `{ locale, key, code, message }` and include them.
 */
export function examine(folder) {
  const english = englishIn(folder);
  const untranslated = untranslatedIn(folder);
  const strangers = Object.keys(untranslated).filter((locale) => !localesIn(folder).includes(locale));
  return [
    ...localesIn(folder).map((locale) => examineOne(folder, locale, english, untranslated[locale] ?? [])),
    ...strangers.map((locale) => examineOne(folder, locale, english, untranslated[locale])),
  ];
}

function examineOne(folder, locale, english, declared) {
  const { texts, sources } = translationIn(folder, locale);
  const keys = Object.keys(english);
  const has = (key) => Object.hasOwn(texts, key);
  const missing = keys.filter((key) => !has(key) && !declared.includes(key));
  const stale = keys.filter((key) => has(key) && sources[key] !== digestOf(english[key]));
  const problem = (key, code, message) => ({ locale, key, code, message });
  return {
    locale,
    keys: keys.length,
    translated: keys.filter((key) => has(key) && !stale.includes(key)).length,
    missing,
    stale,
    deferred: declared.filter((key) => Object.hasOwn(english, key) && !has(key)),
    problems: [
      ...missing.map((key) => problem(key, 'missing', 'is not translated')),
      ...stale.map((key) => problem(key, 'stale', 'was made from another English text')),
      ...Object.keys(texts)
        .filter((key) => !Object.hasOwn(english, key))
        .map((key) => problem(key, 'unknown', 'is no message')),
      ...declared
        .filter((key) => has(key) || !Object.hasOwn(english, key))
        .map((key) => problem(key, 'declared', 'is declared as untranslated and is not')),
      ...keys
        .filter(has)
        .flatMap((key) => problemsOf(locale, english[key], texts[key]).map((each) => ({ locale, key, ...each }))),
    ],
  };
}
