import { ByteSet } from '../pattern/byte-set.js';
import { byteClass } from './byte-class.js';
import { isDigit } from './digits.js';
import { bytesOf } from './letters.js';
import { AT, surveyModule } from './survey-module.js';

/** A value that could be a piece of a secret, where it stands. */
export interface Fragment {
  readonly source: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/**
 * A fragment of its own, which does not change with the text that it stood in, nor that with it. Not by `slice`: of a
 * Buffer, which a text mostly is, that is a view of the same memory.
 */
export function copyOf(source: Uint8Array, from: number, to: number): Fragment {
  return { source: new Uint8Array(source.subarray(from, to)), from: 0, to: to - from };
}

/** Copies of fragments that lie in a text. @param ends Where each begins and ends, by turns. */
export function copiesOf(source: Uint8Array, ends: Uint32Array): Fragment[] {
  const copies: Fragment[] = [];
  for (let i = 0; i < ends.length; i += 2) copies.push(copyOf(source, ends[i]!, ends[i + 1]!));
  return copies;
}

/** Values of one text that are tried as pieces of a secret. */
export const MAX_FRAGMENTS = 256;
/** Shortest and longest piece that is put together with others. */
const MIN_BYTES = 1;
const MAX_BYTES = 512;
/** Bytes of a text whose words are found in one go: the first few thousand mostly hold as many values as are wanted. */
const PART_BYTES = 2 * 1024;

/** Bytes that a secret consists of; anything else ends a value. */
const NO_VALUE = bytesOf('"\'`&;,<>{}[]()\\|');
const VALUE_BYTES = ByteSet.of((byte) => byte > 0x20 && byte < 0x7f && !NO_VALUE.has(byte));

surveyModule.bytes.set(byteClass(VALUE_BYTES), AT.valueBytes);

/** What was found last. */
let found = new Uint32Array(2 * MAX_FRAGMENTS);

/**
 * Finds the words in a message that could be pieces of a secret: values of JSON members, form fields, header
 * parameters and lines, and the first and last words of longer ones. Names of members are left out, and so are words
 * in the middle of a sentence.
 *
 * @param limit How many are wanted.
 * @returns where each begins and ends, by turns: a message has hundreds, and few are ever looked at. Valid until it is called
 *   again.
 */
export function fragmentsIn(source: Uint8Array, limit: number): Uint32Array {
  if (found.length < 2 * limit) found = new Uint32Array(2 * limit);
  let length = 0;
  // A word and what ends it take two bytes, and its place eight.
  const room = surveyModule.put(source, source.length * 4 + 16);
  for (let from = 0; from < source.length && length < 2 * limit;) {
    const to = endOfWord(source, from + PART_BYTES);
    length = addWords(source, from, surveyModule.words(from, to, room), 2 * limit, length);
    from = to;
  }
  return found.subarray(0, length);
}

/** Adds the values among the words of a part of a text that begins at `begin`. Returns how much is there then. */
function addWords(source: Uint8Array, begin: number, words: Uint32Array, most: number, length: number): number {
  let end = length;
  for (let i = 0; i < words.length && end < most; i += 2) {
    const word = begin + words[i]!;
    const to = begin + words[i + 1]!;
    if (isMemberName(source, to) || isRedacted(source, to) || isHiddenLength(source, word, to)) continue;
    const from = valueStart(source, word, to);
    const bytes = to - from;
    if (bytes < MIN_BYTES || bytes > MAX_BYTES) continue;
    found[end] = from;
    found[end + 1] = to;
    end += 2;
  }
  return end;
}

/** Where the word ends that stands at an offset. */
function endOfWord(source: Uint8Array, at: number): number {
  let to = Math.min(at, source.length);
  while (to < source.length && VALUE_BYTES.has(source[to]!)) to++;
  return to;
}

/** `name=value`, `"name":1` and `?a=b` begin behind the sign; padding at the end belongs to the value. */
function valueStart(source: Uint8Array, from: number, to: number): number {
  if (source[from] === 0x3a) return from + 1;
  for (let i = to - 3; i >= from; i--) {
    if (source[i] === 0x3d && source[i + 1] !== 0x3d) return i + 1;
  }
  return from;
}

/** A string that is followed by a colon names a member. */
function isMemberName(source: Uint8Array, at: number): boolean {
  if (source[at] !== 0x22 && source[at] !== 0x27) return false;
  let next = at + 1;
  while (next < at + 4 && source[next] === 0x20) next++;
  return source[next] === 0x3a;
}

/** What a snippet of ours puts in place of what it hides, as it is in UTF-8 and as its look-alikes in ASCII. */
const HIDDEN = /^(?:‹|<)\d{1,16}(?:›|>)/;
/** The same behind the signs that a snippet may show between a name and its value: `password:</‹19›`, `dbpass: "‹12›`. */
const HIDDEN_VALUE = /^[ "'`\\</>]{0,6}(?:‹|<)\d{1,16}(?:›|>)/;
/** How many signs these are at most. */
const MAX_SIGNS = 6;
/** More than the longest of these. */
const HIDDEN_BYTES = 32;

/**
 * Whether a word is the shown part of a redacted snippet, `sk-proj-‹60›`. An agent that tells of a finding quotes it, and
 * with the next field of the same finding it would look like a secret in two pieces.
 */
function isRedacted(source: Uint8Array, to: number): boolean {
  const last = source[to - 1];
  const signs = last === 0x3a || last === 0x3d ? MAX_SIGNS : 0;
  // Most words have none behind them, and to read text costs more than to see that.
  if (!opensWithin(source, to, to + signs)) return false;
  return HIDDEN_VALUE.test(Buffer.from(source.subarray(to, to + HIDDEN_BYTES)).toString('utf8'));
}

/** Whether either form of the sign that opens a hidden part stands at one of these offsets, with a number behind it. */
function opensWithin(source: Uint8Array, from: number, last: number): boolean {
  for (let i = from; i <= last; i++) {
    if (source[i] === 0x3c && isDigit(source[i + 1])) return true;
    if (source[i] === 0xe2 && isDigit(source[i + 3])) return true;
  }
  return false;
}

/** Whether a word is the number in `‹60›`, which says how much a redacted snippet hides. */
function isHiddenLength(source: Uint8Array, from: number, to: number): boolean {
  const next = source[to];
  // In HTML half of all words have a `>` behind them.
  if ((next !== 0x3e && next !== 0xe2) || !isDigit(source[from])) return false;
  const sign = source[from - 1] === 0x3c ? 1 : 3;
  return from >= sign && HIDDEN.test(Buffer.from(source.subarray(from - sign, to + 3)).toString('utf8'));
}
