import { readWord, type Expand } from './shell-reader.js';
import { MAX_QUOTED, type Rewrite } from './shell-word.js';
import { translate } from './shell-tr.js';

const MAX_WORDS = 16;
/** The commands that are known begin so: hardly anything else between backticks does. */
const BEGINS = new Set(['ec', 'pr', 're', 'tr', 'ba', 'xx'].map((two) => two.charCodeAt(0) * 256 + two.charCodeAt(1)));
const SHOWN = /^[ -~]+$/;
const BASE64 = /^[A-Za-z0-9+/]{2,}={0,2}$/;
const HEX = /^(?:[\dA-Fa-f]{2})+$/;

/**
 * What a command between `$(` and `)`, or in backticks, prints, when it only spells a word: `$(echo curl)`,
 * `$(printf %s%s cu rl)`, `$(echo lruc | rev)`. It runs nothing; commands other than these few are left as they are.
 *
 * @param at Behind the opening sign.
 */
export function substitution(source: Buffer, at: number, closer: number, expand: Expand): Rewrite | undefined {
  let next = at;
  while (source[next] === 0x20) next++;
  if (!BEGINS.has((source[next] ?? 0) * 256 + (source[next + 1] ?? 0))) return undefined;
  const limit = at + MAX_QUOTED;
  let printed: string | undefined;
  for (let words: string[] = []; next < limit;) {
    const byte = source[next];
    if (byte === 0x20) next++;
    else if (byte === closer || byte === 0x7c) {
      printed = outputOf(words, printed);
      if (printed === undefined) return undefined;
      next++;
      if (byte === closer) return SHOWN.test(printed) ? { text: printed, end: next } : undefined;
      words = [];
    } else if (source.toString('latin1', next, next + 3) === '<<<') {
      next += 3;
      while (source[next] === 0x20) next++;
      const word = readWord(source, next, expand, closer);
      if (word === undefined) return undefined;
      printed = word.text;
      next = word.end;
    } else {
      const word = words.length === MAX_WORDS ? undefined : readWord(source, next, expand, closer);
      if (word === undefined || (words.length === 0 && !COMMANDS.has(word.text))) return undefined;
      words.push(word.text);
      next = word.end;
    }
  }
  return undefined;
}

type Command = (args: readonly string[], input: string) => string | undefined;

/** Commands that print what they are given, or something of the same length at most. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['echo', (args) => args.slice(args.findIndex((arg) => !/^-[neE]+$/.test(arg))).join(' ')],
  ['printf', ([format = '', ...args]) => printf(format, args)],
  ['rev', (_args, input) => Array.from(input).reverse().join('')],
  ['tr', translate],
  [
    'base64',
    (args, input) => {
      const decodes = args.length === 1 && /^(?:-d|-D|-di|--decode)$/.test(args[0] ?? '');
      return decodes && BASE64.test(input) ? Buffer.from(input, 'base64').toString('latin1').trimEnd() : undefined;
    },
  ],
  [
    'xxd',
    (args, input) => {
      const decodes = /^-(?:r ?-?p|p ?-?r|ps? -r)$/.test(args.join(' '));
      return decodes && HEX.test(input) ? Buffer.from(input, 'hex').toString('latin1').trimEnd() : undefined;
    },
  ],
]);

function outputOf([command = '', ...args]: readonly string[], input: string | undefined): string | undefined {
  return COMMANDS.get(command)?.(args, input ?? '');
}

/** A format is used again for as long as there are arguments. */
function printf(format: string, args: readonly string[]): string | undefined {
  const parts = format.split(/%[sb]/);
  if (parts.some((part) => part.includes('%'))) return undefined;
  const places = parts.length - 1;
  if (places === 0) return format;
  let text = '';
  for (let used = 0; used === 0 || used < args.length; used += places) {
    text += parts.map((part, i) => part + (i < places ? (args[used + i] ?? '') : '')).join('');
  }
  return text;
}
