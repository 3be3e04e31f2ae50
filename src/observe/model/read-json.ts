/** What Python's reader of JSON takes for numbers and its writer writes, and JSON has not. */
const NO_NUMBERS = ['NaN', 'Infinity'] as const;
const BACKSLASH = '\\';

/**
 * Reads JSON as clients of models do: those in Python (`json.loads`) take a reply with `NaN` in it, and what it says must not
 * stay in pieces here for that.
 *
 * @throws SyntaxError when it is none, not even so.
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!NO_NUMBERS.some((name) => text.includes(name))) throw error;
    return JSON.parse(withNumbers(text));
  }
}

/** The same with a number in the place of these names, where they stand outside of strings. */
function withNumbers(text: string): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const begin = quote === -1 ? text.length : quote;
    out += text.slice(at, begin).replace(/NaN|Infinity/g, '0');
    at = endOfString(text, begin);
    out += text.slice(begin, at);
  }
  return out;
}

/** Behind the quote that ends a string. */
function endOfString(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at++) {
    if (text[at] === BACKSLASH) at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
