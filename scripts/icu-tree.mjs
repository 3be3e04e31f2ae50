import { IntlMessageFormat } from 'intl-messageformat';

/**
 * The syntax tree of an ICU text as the program reads it (src/text/texts.ts): `<FILE>` is words there and no tag.
 *
 * @throws SyntaxError where it is no ICU MessageFormat.
 */
export function icuTreeOf(text) {
  return new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst();
}
