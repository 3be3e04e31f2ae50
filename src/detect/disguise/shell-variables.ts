import { isCommandWord, isNameByte } from './letters.js';
import { isQuote, type Rewrite } from './shell-word.js';

/** Values longer than this are no part of a command's name. */
const MAX_VALUE = 256;
const MAX_VARIABLES = 64;

/** The simple assignments of a script, such as `a=cu` or `X='rl'`, by name. */
export function assignmentsIn(source: Buffer): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (let equals = source.indexOf(0x3d); equals !== -1; equals = source.indexOf(0x3d, equals + 1)) {
    let from = equals;
    while (from > 0 && equals - from < 32 && isNameByte(source[from - 1]!)) from--;
    if (from === equals || !startsCommand(source, from)) continue;
    const value = valueAt(source, equals + 1);
    if (value !== undefined && values.size < MAX_VARIABLES) values.set(source.toString('latin1', from, equals), value);
  }
  return values;
}

/** What stands behind a `$`: a name, with or without braces, a parameter, a quote or an empty command. */
export function dollar(
  source: Buffer,
  at: number,
  before: number,
  variables: ReadonlyMap<string, string>,
): Rewrite | undefined {
  const next = source[at + 1] ?? -1;
  if (isQuote(next)) return { text: '', end: at + 1 };
  if (next === 0x28 && source[at + 2] === 0x29) return { text: '', end: at + 3 };
  if (next === 0x7b) {
    const close = source.indexOf(0x7d, at + 2);
    if (close === -1 || close > at + 64) return undefined;
    let end = at + 2;
    while (end < close && isNameByte(source[end]!)) end++;
    return expand(source, source.toString('latin1', at + 2, end), close + 1, before, variables);
  }
  if (isParameter(next)) {
    const joins = isCommandWord(before) && isCommandWord(source[at + 2] ?? -1);
    return joins ? { text: '', end: at + 2 } : undefined;
  }
  let end = at + 1;
  while (end < at + 33 && isNameByte(source[end] ?? 0)) end++;
  if (end === at + 1) return undefined;
  return expand(source, source.toString('latin1', at + 1, end), end, before, variables);
}

function expand(
  source: Buffer,
  name: string,
  end: number,
  before: number,
  variables: ReadonlyMap<string, string>,
): Rewrite | undefined {
  if (name.startsWith('IFS')) {
    // `$IFS$9`: the unset parameter only ends the name.
    const digit = source[end] === 0x24 && source[end + 1]! >= 0x30 && source[end + 1]! <= 0x39;
    const rest = name.slice(3);
    return { text: ` ${rest}`, end: digit ? end + 2 : end };
  }
  const value = variables.get(name);
  if (value !== undefined) return { text: value, end };
  return isCommandWord(before) && isCommandWord(source[end] ?? -1) ? { text: '', end } : undefined;
}

/** `$@`, `$*`, `$1` and the like, which are empty where no arguments were given. */
function isParameter(byte: number): boolean {
  return (
    byte === 0x40 || byte === 0x2a || byte === 0x21 || byte === 0x3f || byte === 0x23 || (byte >= 0x30 && byte <= 0x39)
  );
}

function startsCommand(source: Buffer, at: number): boolean {
  const before = source[at - 1];
  return before === undefined || ' \t\n;|&({$="\'`'.includes(String.fromCharCode(before));
}

function valueAt(source: Buffer, begin: number): string | undefined {
  // `X=$'...'`: its escapes are a disguise of their own.
  const at = source[begin] === 0x24 && source[begin + 1] === 0x27 ? begin + 1 : begin;
  const quote = source[at] === 0x27 || source[at] === 0x22 ? source[at] : undefined;
  const from = quote === undefined ? at : at + 1;
  let to = from;
  while (to < source.length && to - from <= MAX_VALUE) {
    const byte = source[to]!;
    if (quote === undefined ? ' \t\r\n;|&)"\'`<>'.includes(String.fromCharCode(byte)) : byte === quote) break;
    to++;
  }
  if (to === from || to - from > MAX_VALUE) return undefined;
  const value = source.toString('latin1', from, to);
  // What a command prints is not known, and its first word alone would stand for all of it: `VERSION=$(curl -s ...)`.
  return quote === undefined && value.includes('$(') ? undefined : value;
}
