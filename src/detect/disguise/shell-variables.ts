import { isNameByte } from './letters.js';

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
  return to === from || to - from > MAX_VALUE ? undefined : source.toString('latin1', from, to);
}
