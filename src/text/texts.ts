import { IntlMessageFormat } from 'intl-messageformat';
import { english, type MessageArguments } from './catalogue.generated.js';

/** A stable code of something said to a person. */
export type MessageCode = keyof MessageArguments;

/**
 * A message that has not been rendered yet: a code with the arguments that its text takes. Errors and problems carry
 * sayings, so that the reader's language is chosen where they are shown.
 */
export type Saying<Code extends MessageCode = MessageCode> = {
  readonly [Each in Code]: { readonly code: Each; readonly args: MessageArguments[Each] };
}[Code];

/** Renders a message in one language. Codes and arguments are checked by the compiler against the English catalogue. */
export type Texts = <Code extends MessageCode>(code: Code, args: MessageArguments[Code]) => string;

/**
 * Texts of one language over a catalogue; what the catalogue lacks is said in English.
 *
 * @param locale BCP 47 tag that decides plurals, numbers and dates.
 * @param catalogue ICU MessageFormat texts by code (https://unicode-org.github.io/icu/userguide/format_parse/messages/).
 */
export function textsOf(locale: string, catalogue: Partial<Record<MessageCode, string>>): Texts {
  const compiled = new Map<MessageCode, IntlMessageFormat>();
  return (code, args) => {
    let format = compiled.get(code);
    if (format === undefined) {
      const translated = catalogue[code];
      format = new IntlMessageFormat(translated ?? english[code], translated === undefined ? 'en' : locale, undefined, {
        ignoreTag: true,
      });
      compiled.set(code, format);
    }
    return String(format.format(args));
  };
}

/** The canonical texts. Error messages in logs are always these, so that they can be searched for. */
export const englishTexts: Texts = textsOf('en', english);

/** Renders a saying. */
export function render<Code extends MessageCode>(texts: Texts, saying: Saying<Code>): string {
  return texts(saying.code, saying.args);
}
