import { isCommandWord, isLetter, isNameByte } from './letters.js';
import type { Expand } from './shell-reader.js';
import { substitution } from './shell-substitution.js';
import { isQuote, MAX_QUOTED, separates, type Rewrite } from './shell-word.js';

/** What variables hold, by name. */
export type Values = ReadonlyMap<string, string>;
/** Asked for only where a variable stands. */
export type Variables = () => Values;

/** Variables that hold a path from the root: what they begin with is a slash. */
const BEGIN_WITH_SLASH: ReadonlySet<string> = new Set(['HOME', 'PWD', 'OLDPWD', 'PATH', 'SHELL']);
const MAX_DEPTH = 4;
/** The longest name that an attacker makes up for a variable that is to be unset. */
const LONGEST_MADE_UP = 3;

/** `${x:-w}` and `${x=w}`: what stands in for a variable that is unset. */
const DEFAULT = /^:?[-=](.*)$/s;
const ALTERNATIVE = /^:?\+(.*)$/s;
const PART = /^: ?(\d{1,3})(?::(\d{1,3}))?$/;
const ELEMENT = /^\[\d{1,2}\]$/;
const REPLACED = /^\/(\/?)([^/*?[\]]+)(?:\/([^/]*))?$/;
const CUT_OFF = /^(##?|%%?)([^*?[\]]+)$/;
/** Names that are settings, and mostly set: what stands behind them is what they are without. */
const SETTING = /^[A-Z][A-Z_\d]{2,}$/;
const PLAIN = /^[\w./:@%+,-]*$/;

/**
 * What words hold, as far as it is known; a variable that is not assigned in the text is not.
 *
 * @param depth How many substitutions may stand inside of each other: a text may open thousands.
 */
export function expansions(variables: Variables, depth = MAX_DEPTH): Expand {
  return (source, at) => {
    if (source[at] === 0x60) return substituted(source, at + 1, 0x60, variables, depth);
    const next = source[at + 1] ?? -1;
    if (isParameter(next)) return { text: '', end: at + 2 };
    if (next === 0x28) return substituted(source, at + 2, 0x29, variables, depth);
    const { name, operation, end } = parameterAt(source, at);
    const text = end === -1 ? undefined : valueOf(name, operation, variables());
    return text === undefined ? undefined : { text, end };
  };
}

function substituted(
  source: Buffer,
  at: number,
  closer: number,
  variables: Variables,
  depth: number,
): Rewrite | undefined {
  return depth === 0 ? undefined : substitution(source, at, closer, expansions(variables, depth - 1));
}

/** What stands behind a `$`: a name, with or without braces, a parameter, a quote or a command. */
export function dollar(source: Buffer, at: number, before: number, variables: Variables): Rewrite | undefined {
  const next = source[at + 1] ?? -1;
  if (isQuote(next)) return { text: '', end: at + 1 };
  if (next === 0x28) {
    return source[at + 2] === 0x29
      ? { text: '', end: at + 3 }
      : substitution(source, at + 2, 0x29, expansions(variables));
  }
  if (isParameter(next)) return goesOn(source, at + 2, before) ? { text: '', end: at + 2 } : undefined;
  const { name, operation, end } = parameterAt(source, at);
  if (end === -1 || (name === '' && next !== 0x7b)) return undefined;
  if (name.startsWith('IFS')) return { text: ` ${name.slice(3)}`, end: endOfSpace(source, end) };
  const values = variables();
  const text = valueOf(name, operation, values) ?? values.get(name);
  if (text !== undefined) return { text, end };
  if (goesOn(source, end, before)) return { text: '', end };
  // `cat$u /etc$u/passwd$u`, but not what may as well be set: `rm -rf /$dir`.
  const isMadeUp = next !== 0x7b && name.length <= LONGEST_MADE_UP && name === name.toLowerCase();
  return isMadeUp && isLetter(before) && separates(source[end] ?? -1) ? { text: '', end } : undefined;
}

/** `$@`, `$*`, `$1` and the like, which are empty where no arguments were given. */
function isParameter(byte: number): boolean {
  return (
    byte === 0x40 || byte === 0x2a || byte === 0x21 || byte === 0x3f || byte === 0x23 || (byte >= 0x30 && byte <= 0x39)
  );
}

/** Whether a word stands on both sides of what ends here; quotes around that are no matter. */
function goesOn(source: Buffer, end: number, before: number): boolean {
  if (!isCommandWord(before)) return false;
  const at = isQuote(source[end] ?? -1) ? end + 1 : end;
  return isCommandWord(source[at] ?? -1);
}

/** `$IFS$9`: the unset parameter only ends the name. */
function endOfSpace(source: Buffer, end: number): number {
  const parameter = source[end + 1] ?? -1;
  const isEmpty = parameter === 0x40 || parameter === 0x2a || (parameter >= 0x30 && parameter <= 0x39);
  return source[end] === 0x24 && isEmpty ? end + 2 : end;
}

interface Parameter {
  readonly name: string;
  /** What stands behind the name in braces. */
  readonly operation: string;
  /** Where it ends, or -1. */
  readonly end: number;
}

const NONE: Parameter = { name: '', operation: '', end: -1 };

function parameterAt(source: Buffer, at: number): Parameter {
  const isBraced = source[at + 1] === 0x7b;
  const from = isBraced ? at + 2 : at + 1;
  let to = from;
  while (to < from + 32 && isNameByte(source[to] ?? 0)) to++;
  const name = source.toString('latin1', from, to);
  if (!isBraced) return { name, operation: '', end: to };
  let close = to;
  const limit = Math.min(source.length, at + MAX_QUOTED);
  while (close < limit && source[close] !== 0x7d) close++;
  if (close === limit) return NONE;
  return { name, operation: source.toString('latin1', to, close), end: close + 1 };
}

/** What a parameter becomes, or undefined where that is not known. */
function valueOf(name: string, operation: string, values: Values): string | undefined {
  const value = values.get(name);
  if (name === '' || operation === '') return value;
  const instead = DEFAULT.exec(operation)?.[1];
  if (instead !== undefined) return value ?? (SETTING.test(name) ? undefined : unquoted(instead));
  const given = ALTERNATIVE.exec(operation)?.[1];
  if (given !== undefined) return value === undefined ? undefined : unquoted(given);
  if (ELEMENT.test(operation)) return values.get(name + operation);
  const part = PART.exec(operation);
  if (part !== null) {
    const [from, length] = [Number(part[1]), part[2] === undefined ? undefined : Number(part[2])];
    if (value !== undefined) return value.slice(from, length === undefined ? undefined : from + length);
    return BEGIN_WITH_SLASH.has(name) && from === 0 && length === 1 ? '/' : undefined;
  }
  return value === undefined ? undefined : changed(value, operation);
}

function changed(value: string, operation: string): string | undefined {
  if (operation === ',,') return value.toLowerCase();
  if (operation === '^^') return value.toUpperCase();
  const replaced = REPLACED.exec(operation);
  if (replaced !== null) {
    const [, every, what = '', by = ''] = replaced;
    return every === '/' ? value.split(what).join(by) : value.replace(what, () => by);
  }
  const [, side = '', what = ''] = CUT_OFF.exec(operation) ?? [];
  if (side.startsWith('#') && value.startsWith(what)) return value.slice(what.length);
  if (side.startsWith('%') && value.endsWith(what)) return value.slice(0, value.length - what.length);
  return undefined;
}

function unquoted(word: string): string | undefined {
  const text = word.replace(/["'\\]/g, '');
  return text !== '' && PLAIN.test(text) ? text : undefined;
}
