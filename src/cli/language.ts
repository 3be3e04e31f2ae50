import { configuredLocale } from '../sidecar/configured-locale.js';
import { chooseLocale } from '../text/locale/choose.js';
import { languageTag } from '../text/locale/language-tag.js';
import { languages } from '../text/locale/languages.js';
import { catalogueOf } from '../text/locale/catalogue-file.js';
import { GuardianError } from '../text/guardian-error.js';
import { textsIn, type Texts } from '../text/texts.js';
import { withPlaces } from './context.js';

/** The texts of one run of the program, and what its reader has to be told about them. */
export interface Speech {
  /** What commands describe themselves with, of which help shows a part. */
  readonly help: Texts;
  /** What is said while a command runs. */
  readonly said: Texts;
  /**
   * What falls back to English in what was shown, and where all of it stands in English; undefined when nothing does.
   *
   * @param shownHelp The help that was printed, if any.
   */
  readonly guidance: (shownHelp: string) => string | undefined;
}

/** Shows everything in English, help included. */
const ENGLISH_PAGE = 'traffic-guardian --help --locale en';

/**
 * Chooses the language before the command line is read in full, because reading it needs the texts. What is wrong with
 * the command line or the configuration is reported by whoever reads it next.
 */
export function speechFor(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  catalogueFor: typeof catalogueOf = catalogueOf,
): Speech {
  const option = optionIn(argv, 'locale');
  const env = withPlaces({ home: optionIn(argv, 'home'), config: optionIn(argv, 'config') }, environment);
  const locale = chooseLocale({ option, configured: configuredLocale(env), env });
  const catalogue = catalogueFor(locale.language);
  let saidInEnglish = false;
  const helpInEnglish = new Set<string>();
  const help = textsIn(locale, catalogue, (_, text) => helpInEnglish.add(squeezed(text)));
  const said = textsIn(locale, catalogue, () => (saidInEnglish = true));
  const guidance = (shownHelp: string): string | undefined => {
    if (locale.unavailable !== undefined) {
      return said('locale.unavailable', { locale: locale.unavailable, languages: allTags() });
    }
    const shown = squeezed(shownHelp);
    const isPartial = saidInEnglish || (shown !== '' && [...helpInEnglish].some((text) => shown.includes(text)));
    return isPartial ? said('locale.partial', { page: ENGLISH_PAGE, option: '--locale en' }) : undefined;
  };
  return { help, said, guidance };
}

/** @throws GuardianError `cli.usage.locale` when this is no language tag. */
export function localeTyped(locale: string): string {
  if (languageTag(locale).kind !== 'malformed') return locale;
  throw new GuardianError({ code: 'cli.usage.locale', args: { locale, languages: allTags() } });
}

function allTags(): string {
  return languages.map(({ tag }) => tag).join(', ');
}

/** Help wraps its lines, so that texts are found in it only without their spaces. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

/** The last value of an option, in either of its two forms; what stands behind `--` is none. */
function optionIn(argv: readonly string[], name: string): string | undefined {
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  const values = options.flatMap((word, index) => {
    if (word.startsWith(`--${name}=`)) return [word.slice(name.length + 3)];
    return word === `--${name}` ? (options[index + 1] ?? []) : [];
  });
  return values.at(-1);
}
