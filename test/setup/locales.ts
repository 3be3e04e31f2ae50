import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { english } from '../../src/text/catalogue.generated.js';

const FOLDER = join(process.cwd(), 'i18n');
const SETUP_CODES = Object.keys(english).filter((code) => code.startsWith('setup.'));

/** The languages into which every text of the walkthrough is translated. */
export function completeLocales(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => /^[a-z]{2,3}(?:-\w+)*\.json$/.test(name))
    .filter((name) => {
      const texts = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Record<string, unknown>;
      return SETUP_CODES.every((code) => code in texts);
    })
    .map((name) => name.replace('.json', ''));
}

/** The option that chooses a language; English needs none. */
export function localeOption(locale: string): string[] {
  return locale === 'en' ? [] : ['--locale', locale];
}
