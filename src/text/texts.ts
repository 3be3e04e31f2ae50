import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import type { Argument, InnerSaying } from './argument.js';
import { english, type AnyMessage, type MessageArguments } from './catalogue.generated.js';
import { catalogueOf, type Catalogue } from './locale/catalogue-file.js';
import { isolated } from './locale/isolate.js';
import { ENGLISH_LOCALE, type Locale } from './locale/lookup.js';
import { timeShown } from './times.js';

/** A stable code of something said to a person. */
export type MessageCode = keyof MessageArguments;

/**
 * A message that has not been rendered yet: a code with the arguments that its text takes. Errors and problems carry
 * sayings, so that the reader's language is chosen where they are shown.
 */
export type Saying = AnyMessage;

/** Renders a message in one language. Codes and arguments are checked by the compiler against the English catalogue. */
export interface Texts {
  <Code extends MessageCode>(code: Code, args: MessageArguments[Code]): string;
  /** The same for a message that comes from elsewhere. @throws Error when its arguments are not those of its text. */
  readonly inner: (saying: InnerSaying) => string;
  /** Language of the texts, and BCP 47 tag for numbers and dates that are formatted beside them. */
  readonly locale: Locale;
}

/** Told of each message that was said in English because the language lacks it, with what was said. */
export type OnFallback = (code: MessageCode, said: string) => void;

/**
 * The texts of a locale; what its catalogue lacks is said in English.
 *
 * @param catalogue ICU MessageFormat texts by code (https://unicode-org.github.io/icu/userguide/format_parse/messages/).
 * @param time Writes times of ISO 8601.
 */
export function textsIn(
  locale: Locale,
  catalogue: Catalogue = catalogueOf(locale.language),
  onFallback: OnFallback = () => undefined,
  time: (iso: string) => string = (iso) => timeShown(iso, 'moment', locale),
): Texts {
  const compiled = new Map<MessageCode, IntlMessageFormat>();
  const formatters = formattersWith(time);
  const formatOf = (code: MessageCode): IntlMessageFormat => {
    let format = compiled.get(code);
    if (format === undefined) {
      const translated = catalogue[code];
      const formats = translated === undefined ? ENGLISH_LOCALE.formats : locale.formats;
      const options = { ignoreTag: true, formatters };
      format = new IntlMessageFormat(translated ?? english[code], formats, undefined, options);
      compiled.set(code, format);
    }
    return format;
  };
  const inner = ({ code, args }: InnerSaying): string => {
    const values = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, wordsOf(value)]));
    const isTranslated = catalogue[code] !== undefined;
    const format = formatOf(code);
    const said =
      isTranslated && locale.language.direction === 'rtl' ? rightToLeft(format, values) : String(format.format(values));
    if (!isTranslated) onFallback(code, said);
    return said;
  };
  /** Messages inside of a message are said one a line. What a caller has beside the arguments of a text is no words. */
  const wordsOf = (value: Argument): string | number => {
    if (typeof value === 'string' || typeof value === 'number') return value;
    return [value].flat().filter(isInner).map(inner).join('\n');
  };
  const texts = <Code extends MessageCode>(code: Code, args: MessageArguments[Code]): string => inner({ code, args });
  return Object.assign(texts, { inner, locale });
}

/**
 * The canonical texts. Error messages in logs are always these, with times as they are elsewhere in logs, so that they
 * can be searched for.
 */
export const englishTexts: Texts = textsIn(ENGLISH_LOCALE, english, undefined, (iso) => iso);

/** Renders a saying. */
export function render(texts: Texts, saying: Saying): string {
  return texts.inner(saying);
}

/** Text arguments go in as objects, because only those come out of the formatter apart from the words around them. */
function rightToLeft(format: IntlMessageFormat, args: Readonly<Record<string, string | number>>): string {
  const boxed: Record<string, string | number | Value> = {};
  for (const [name, value] of Object.entries(args)) boxed[name] = typeof value === 'string' ? new Value(value) : value;
  const parts = format.formatToParts(boxed);
  return isolated(parts.map(({ value }) => ({ value: String(value), isArgument: value instanceof Value })));
}

/** The value of a text argument. A `select` reads it as its text. */
class Value {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Objects with more fields than a text takes are handed over whole, so that more comes here than the types tell. */
function isInner(value: unknown): value is InnerSaying {
  return typeof value === 'object' && value !== null && 'code' in value && 'args' in value;
}

/** As the formatter's own, but for times: it hands over what it was given, which is ISO 8601. */
function formattersWith(time: (iso: string) => string): Formatters {
  class Times extends Intl.DateTimeFormat {
    override format(iso?: unknown): string {
      return time(String(iso));
    }
  }
  return {
    getNumberFormat: (...given) => new Intl.NumberFormat(...given),
    getPluralRules: (...given) => new Intl.PluralRules(...given),
    getDateTimeFormat: () => new Times(),
  };
}
