import { readFileSync } from 'node:fs';
import { english } from '../catalogue.generated.js';
import type { MessageCode } from '../texts.js';
import { ENGLISH, type Language } from './languages.js';

export type Catalogue = Readonly<Partial<Record<MessageCode, string>>>;

/**
 * How the name of a catalogue begins, seen from a bundled program on the host (payload/cli/main.js) or in a container (beside
 * mcp.mjs), and from this file as the compiler leaves it.
 */
const PLACES = ['../i18n/', './texts.', '../../../../i18n/'];

/**
 * The texts of one language, read from its own file, so that a program costs only the language that it speaks. English
 * is compiled in. A file that is not there or not readable leaves everything in English: texts are no reason to fail.
 */
export function catalogueOf({ tag }: Language): Catalogue {
  if (tag === ENGLISH.tag) return english;
  for (const place of PLACES) {
    try {
      const read: unknown = JSON.parse(readFileSync(new URL(`${place}${tag}.json`, import.meta.url), 'utf8'));
      return known(read);
    } catch {
      // The next place, or English.
    }
  }
  return {};
}

/** Only texts of messages that there are. */
function known(read: unknown): Catalogue {
  if (typeof read !== 'object' || read === null) return {};
  return Object.fromEntries(
    Object.entries(read).filter(([code, text]) => Object.hasOwn(english, code) && typeof text === 'string'),
  );
}
