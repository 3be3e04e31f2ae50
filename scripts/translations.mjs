// The translator's tool:
//   node scripts/translations.mjs status [--json]           how much of each language there is
//   node scripts/translations.mjs check [--json]            everything that is wrong; exit code 1 when something is
//   node scripts/translations.mjs todo LOCALE               the English texts that LOCALE lacks or has out of date, as JSON
//   node scripts/translations.mjs put LOCALE FILE           takes texts from a JSON file { key: text }, if they are right
//   node scripts/translations.mjs accept LOCALE [KEY...]    says that texts are right for the English of today
//   node scripts/translations.mjs defer                     lets what is missing or out of date stand in English for now
// --i18n FOLDER reads another folder than i18n/.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  digestOf,
  englishIn,
  localesIn,
  translationIn,
  untranslatedIn,
  writeTranslation,
  writeUntranslated,
} from './translation/catalogues.mjs';
import { problemsOf } from './translation/compare.mjs';
import { examine } from './translation/examine.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    i18n: { type: 'string', default: join(dirname(fileURLToPath(import.meta.url)), '../i18n') },
    json: { type: 'boolean', default: false },
  },
});
const folder = values.i18n;
const [command, ...rest] = positionals;
const commands = { status, check, todo, put, accept, defer };
if (!Object.hasOwn(commands, command ?? '')) {
  console.error(`Name one of: ${Object.keys(commands).join(', ')}. What they do stands at the top of this file.`);
  process.exit(2);
}
commands[command](...rest);

function status() {
  const all = examine(folder);
  if (values.json) console.log(JSON.stringify(all));
  else
    for (const { locale, keys, translated, missing, stale, deferred } of all) {
      const rest = `${missing.length} missing, ${stale.length} out of date, ${deferred.length} deferred`;
      console.log(`${locale.padEnd(8)} ${translated} of ${keys} (${rest})`);
    }
}

function check() {
  const problems = examine(folder).flatMap((each) => each.problems);
  if (values.json) console.log(JSON.stringify(problems));
  else for (const { locale, key, code, message } of problems) console.log(`${locale} ${key}: ${code}: ${message}`);
  if (problems.length > 0) process.exitCode = 1;
}

function todo(locale) {
  const english = englishIn(folder);
  const { texts, sources } = translationIn(folder, known(locale));
  const open = Object.entries(english).filter(
    ([key, text]) => texts[key] === undefined || sources[key] !== digestOf(text),
  );
  console.log(JSON.stringify(Object.fromEntries(open), null, 2));
}

function put(locale, file) {
  const texts = JSON.parse(readFileSync(file, 'utf8'));
  record(known(locale), texts);
}

function accept(locale, ...keys) {
  const { texts } = translationIn(folder, known(locale));
  const wanted = keys.length > 0 ? keys : Object.keys(texts);
  record(locale, Object.fromEntries(wanted.map((key) => [key, texts[key]])));
}

/** Takes the texts that are right, names the others, and ends with 1 when there are any. */
function record(locale, given) {
  const english = englishIn(folder);
  const { texts, sources } = translationIn(folder, locale);
  let taken = 0;
  for (const [key, text] of Object.entries(given)) {
    const problems =
      typeof text !== 'string' || english[key] === undefined
        ? [{ code: 'unknown', message: 'is no message, or no text' }]
        : problemsOf(locale, english[key], text);
    for (const { code, message } of problems) console.error(`${locale} ${key}: ${code}: ${message}`);
    if (problems.length > 0) {
      process.exitCode = 1;
      continue;
    }
    texts[key] = text;
    sources[key] = digestOf(english[key]);
    taken++;
  }
  writeTranslation(folder, locale, { texts, sources });
  const untranslated = untranslatedIn(folder);
  writeUntranslated(
    folder,
    declaredBut(untranslated, (each, key) => each === locale && Object.hasOwn(texts, key)),
  );
  console.log(`${locale}: ${taken} texts taken.`);
}

/** A text that is out of date is taken out: what it says may be wrong, and English is right. */
function defer() {
  const untranslated = declaredBut(untranslatedIn(folder), () => false);
  for (const { locale, missing, stale } of examine(folder)) {
    const { texts, sources } = translationIn(folder, locale);
    for (const key of stale) {
      delete texts[key];
      delete sources[key];
    }
    writeTranslation(folder, locale, { texts, sources });
    const keys = [...new Set([...(untranslated[locale] ?? []), ...missing, ...stale])].sort();
    if (keys.length > 0) untranslated[locale] = keys;
    console.log(`${locale}: ${missing.length} missing and ${stale.length} out of date stand in English for now.`);
  }
  writeUntranslated(folder, untranslated);
}

/** What is declared as untranslated, without keys that are gone and those that are named. */
function declaredBut(untranslated, isDone) {
  const english = englishIn(folder);
  const kept = Object.entries(untranslated).map(([locale, keys]) => [
    locale,
    keys.filter((key) => Object.hasOwn(english, key) && !isDone(locale, key)),
  ]);
  return Object.fromEntries(kept.filter(([, keys]) => keys.length > 0));
}

function known(locale) {
  const all = localesIn(folder);
  if (locale !== undefined && /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(locale)) return locale;
  console.error(`Name a language${all.length > 0 ? `: ${all.join(', ')}` : ''}.`);
  process.exit(2);
}
