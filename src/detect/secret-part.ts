/** What a pattern may ask of the byte in front of a match, which is no part of it; a class or one character. */
const LEADING = /^\(\?<[=!](?:\[(?:\\.|[^\]\\])*\]|\\.|[^\\[])\)/;
const SECRET = '(?<secret>';

/**
 * The expression that finds the part of a match that is the secret, in the text of the match alone.
 *
 * That text has one character a byte, and nothing stands in front of it: an expression that looks at what does, or that
 * has letters of more than one byte in it, would not find there what it found in the text that passed.
 *
 * @returns undefined when the expression marks no part.
 */
export function secretPart(expression: RegExp): RegExp | undefined {
  const { source, flags } = expression;
  if (!source.includes(SECRET)) return undefined;
  const own = Buffer.from(source.replace(LEADING, ''), 'utf8').toString('latin1');
  return own === source ? expression : new RegExp(own, flags);
}
