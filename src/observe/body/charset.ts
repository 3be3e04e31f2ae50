import { TextDecoder } from 'node:util';
import { parseParameter, splitOutsideQuotes } from '../../wire/http1/quoted-string.js';

/** Read as they are: their ASCII is ASCII, and what they have beside it no rule looks for; UTF-16 tells itself. */
const READ_AS_IS = /^(?:utf-?8|us-ascii|ascii|iso-?8859-?1|latin-?1|windows-1252|utf-?(?:16|32)(?:[bl]e)?)$/;
/**
 * Names of sets in which ASCII is written otherwise, and that Node does not decode: UTF-7, HZ, those of ISO 2022 but for
 * Japanese, and EBCDIC, by the code pages that Java, Python or IANA know.
 */
const UNREADABLE =
  /^(?:(?:unicode-1-1-)?utf-?7(?:-imap)?|hz(?:-gb-?2312)?|iso-?2022-?(?:kr|cn(?:-ext)?)|(?:x-)?(?:ibm|cp|ebcdic-cp-|ebcdic-)[-_]?(?:0?37|27[3-8]|28[0-5]|290|297|420|423|424|500|833|838|87[015]|880|905|918|93[03579]|1025|1026|1047|1097|1112|112[23]|114\d|us|ca|nl|wt|dk|no|fi|se|it|es|gb|fr|be|ch|he|roece|yu|is))$/;

/** The character set that a body is said to be written in. */
export type Charset =
  /** Nothing to do. */
  | { readonly kind: 'as-is' }
  /** Its letters can be had as UTF-8. */
  | { readonly kind: 'decodable'; readonly decoder: TextDecoder }
  /** Nothing here reads it, though there are clients that do. */
  | { readonly kind: 'unreadable' };

const AS_IS: Charset = { kind: 'as-is' };

/** What a Content-Type says of the character set; undefined where it says nothing. */
export function charsetOf(type: string): Charset | undefined {
  // Most say nothing or UTF-8, and are asked no more than that.
  if (!/charset/i.test(type)) return undefined;
  const [, ...parameters] = splitOutsideQuotes(type, ';');
  const stated = parameters.map(parseParameter).find(([name]) => name === 'charset')?.[1] ?? '';
  const name = stated.replace(/^'|'$/g, '').trim();
  return name === '' ? undefined : charsetNamed(name);
}

/** The character set of a name. */
export function charsetNamed(name: string): Charset {
  const label = name.toLowerCase().replaceAll('_', '-');
  if (READ_AS_IS.test(label)) return AS_IS;
  if (UNREADABLE.test(label)) return { kind: 'unreadable' };
  try {
    return { kind: 'decodable', decoder: new TextDecoder(label) };
  } catch {
    // No name of a set: those who decode take UTF-8 instead.
    return AS_IS;
  }
}
