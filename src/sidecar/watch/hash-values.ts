/** A line with an unquoted value in which a hash stands behind something else than a space. */
const LINE = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*([^\s"'`#][^\s#]*#\S*)/gm;

/**
 * Values that readers of .env files take in two ways. For Node's dotenv an unquoted hash begins a comment wherever it
 * stands; for shells (POSIX.1-2024 XCU 2.3), Docker, Python's dotenv and NanoClaw it does so behind a space only, and
 * is part of the password otherwise.
 *
 * @param parsed The values as dotenv reads them.
 * @returns by name, the values as the others read them.
 */
export function valuesWithHash(text: string, parsed: Readonly<Record<string, string>>): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(LINE)) {
    // Of lines inside of another value, and of names that are set again, dotenv knows better.
    if (parsed[name] === value.slice(0, value.indexOf('#'))) values.set(name, value);
  }
  return values;
}
