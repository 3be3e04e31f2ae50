// Reads and writes the folder i18n/: one catalogue of texts a language, and beside it, for each text, the digest of the
// English text that it was made from.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Twelve hexadecimal digits: enough to tell texts apart, short enough to be read past in a diff. */
export function digestOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** The canonical texts by key. */
export function englishIn(folder) {
  return read(join(folder, 'en.json'));
}

/** The languages for which there is a catalogue, English left out. */
export function localesIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'en.json' && name !== 'untranslated.json')
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** One language: its texts, and what each was made from. */
export function translationIn(folder, locale) {
  return { texts: read(join(folder, `${locale}.json`)), sources: read(sourcesFile(folder, locale)) };
}

/** Writes a language in the order of the English catalogue, so that the two can be read side by side. */
export function writeTranslation(folder, locale, { texts, sources }) {
  const keys = Object.keys(englishIn(folder));
  write(join(folder, `${locale}.json`), inOrder(keys, texts));
  write(sourcesFile(folder, locale), inOrder(keys, sources));
}

/** Keys by language that are newer than the translation and may stand in English for now. */
export function untranslatedIn(folder) {
  return read(join(folder, 'untranslated.json'));
}

export function writeUntranslated(folder, byLocale) {
  write(join(folder, 'untranslated.json'), byLocale);
}

function sourcesFile(folder, locale) {
  return join(folder, 'source-hashes', `${locale}.json`);
}

function inOrder(keys, values) {
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(values, key)).map((key) => [key, values[key]]));
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function write(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
