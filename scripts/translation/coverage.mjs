// The page that says how much of each language there is.
import { examine } from './examine.mjs';

/** Markdown: one line a language, and below it the keys that stand in English. */
export function coveragePage(folder) {
  const rows = examine(folder).map(({ locale, keys, translated, stale, deferred, missing }) => {
    const inEnglish = deferred.length + missing.length;
    const share = `${Math.floor((translated / keys) * 1000) / 10} %`;
    return `| ${locale} | ${translated} of ${keys} | ${share} | ${inEnglish} | ${stale.length} |`;
  });
  return [
    '# Languages',
    '',
    'English (`en.json`) is canonical. What a language lacks is said in English, and the reader is told so.',
    'Made by `npm run generate`; CONTRIBUTING.md says how to translate.',
    '',
    '| language | texts | share | in English | out of date |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
