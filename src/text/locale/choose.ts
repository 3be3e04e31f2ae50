import { languageTag } from './language-tag.js';
import { ENGLISH_LOCALE, lookUp, type Locale } from './lookup.js';

/** Where a person can say which language they read, the most deliberate first. */
export interface LocaleSources {
  /** `--locale`. */
  readonly option?: string | undefined;
  /** `locale` in the configuration, or its variable. */
  readonly configured?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The first of these that is set decides, as in POSIX (XBD 8.2). */
const VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

/**
 * The locale to talk in. A malformed option or setting is passed over here, because whoever reads it reports it. In the
 * environment, which is set for all programs of a machine, a language without texts is no reason for a remark.
 */
export function chooseLocale({ option, configured, env }: LocaleSources): Locale {
  for (const said of [option, configured]) {
    const read = languageTag(said ?? '');
    if (read.kind === 'tag') return lookUp(read.tag);
    if (read.kind === 'none' && said !== undefined && said !== '') return ENGLISH_LOCALE;
  }
  const variable = VARIABLES.map((name) => env[name] ?? '').find((value) => value !== '');
  const read = languageTag(variable ?? '');
  if (read.kind !== 'tag') return ENGLISH_LOCALE;
  const { language, formats } = lookUp(read.tag);
  return { language, formats };
}
