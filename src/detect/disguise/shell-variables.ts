import { isCommandWord, isNameByte } from './letters.js';
import { expansions } from './shell-expansion.js';
import { MAX_VALUE, readWord, type Expand } from './shell-reader.js';
import { isQuote } from './shell-word.js';

const MAX_VARIABLES = 64;
const MAX_ELEMENTS = 16;
/** In values with one of these the shell has something to do. */
const TO_BE_READ = /[$`\\]/;

/**
 * The simple assignments of a script, such as `a=cu`, `X='rl'`, `a+=rl` or `b=${a}rl`, by name; the elements of
 * `z=(cu rl)` as `z[0]` and `z[1]`.
 */
export function assignmentsIn(source: Buffer): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const expand = expansions(() => values);
  for (let equals = source.indexOf(0x3d); equals !== -1; equals = source.indexOf(0x3d, equals + 1)) {
    const end = source[equals - 1] === 0x2b ? equals - 1 : equals;
    let from = end;
    while (from > 0 && end - from < 32 && isNameByte(source[from - 1]!)) from--;
    if (from === end || !startsCommand(source, from) || values.size >= MAX_VARIABLES) continue;
    if (source[equals + 1] === 0x28) {
      const name = source.toString('latin1', from, end);
      elementsAt(source, equals + 2, expand).forEach((element, index) => {
        values.set(`${name}[${index}]`, element);
        if (index === 0) values.set(name, element);
      });
      continue;
    }
    const value = valueAt(source, equals + 1, expand);
    if (value === undefined) continue;
    const name = source.toString('latin1', from, end);
    const whole = end === equals ? value : (values.get(name) ?? '') + value;
    if (whole.length <= MAX_VALUE) values.set(name, whole);
  }
  return values;
}

function startsCommand(source: Buffer, at: number): boolean {
  const before = source[at - 1];
  return before === undefined || ' \t\n;|&({$="\'`'.includes(String.fromCharCode(before));
}

function valueAt(source: Buffer, begin: number, expand: Expand): string | undefined {
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
  if (to - from > MAX_VALUE) return undefined;
  const value = source.toString('latin1', from, to);
  const behind = source[quote === undefined ? to : to + 1] ?? -1;
  const isPieced =
    isQuote(behind) || behind === 0x60 || (quote !== undefined && (isCommandWord(behind) || behind === 0x24));
  if (isPieced || (quote !== 0x27 && TO_BE_READ.test(value))) {
    const word = readWord(source, begin, expand);
    if (word !== undefined && word.text !== '') return word.text;
  }
  // What a command prints is not known, and its first word alone would stand for all of it: `VERSION=$(curl -s ...)`.
  return to === from || (quote === undefined && value.includes('$(')) ? undefined : value;
}

/** The elements of an array; none of them where one cannot be read. */
function elementsAt(source: Buffer, begin: number, expand: Expand): readonly string[] {
  const elements: string[] = [];
  let at = begin;
  while (source[at] !== 0x29) {
    const word = readWord(source, at, expand);
    if (word === undefined || elements.length === MAX_ELEMENTS) return [];
    elements.push(word.text);
    at = word.end;
    while (source[at] === 0x20) at++;
  }
  return elements;
}
