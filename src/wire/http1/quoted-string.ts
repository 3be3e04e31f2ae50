/** Splits a field value at a separator that is not inside a quoted string (RFC 9110 §5.6.4). */
export function splitOutsideQuotes(value: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i];
    if (quoted && char === '\\') i++;
    else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      parts.push(value.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

/**
 * Reads a parameter: a name, alone or with a token or quoted string (RFC 9110 §5.6.6).
 *
 * @returns the name in lower case, and the value without quotes; empty when there is none.
 */
export function parseParameter(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals === -1) return [text.trim().toLowerCase(), ''];
  const value = text.slice(equals + 1).trim();
  return [text.slice(0, equals).trim().toLowerCase(), value.startsWith('"') ? unquote(value) : value];
}

function unquote(value: string): string {
  const end = value.length > 1 && value.endsWith('"') ? -1 : undefined;
  return value.slice(1, end).replace(/\\(.)/g, '$1');
}
