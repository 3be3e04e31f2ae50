import { ByteSet } from '../pattern/byte-set.js';
import { bytesOf, isLetter } from './letters.js';
import { AT, surveyModule } from './survey-module.js';

/** A value that could be a piece of a secret, where it stands: a message has hundreds, and few are ever looked at. */
export interface Fragment {
  readonly source: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** A fragment of its own, which does not change with the text that it stood in. */
export function copyOf({ source, from, to }: Fragment): Fragment {
  return { source: source.slice(from, to), from: 0, to: to - from };
}

/** Shortest and longest piece that is put together with others. */
const MIN_BYTES = 1;
const MAX_BYTES = 512;

/** Bytes that a secret consists of; anything else ends a value. */
const NO_VALUE = bytesOf('"\'`&;,<>{}[]()\\|');
const VALUE_BYTES = ByteSet.of((byte) => byte > 0x20 && byte < 0x7f && !NO_VALUE.has(byte));

const VALUE_FLAG = 1;
const LETTER_FLAG = 2;

let flagsAreWritten = false;

/**
 * Finds the words in a message that could be pieces of a secret: values of JSON members, form fields, header
 * parameters and lines, and the first and last words of longer ones. Names of members are left out, and so are words
 * in the middle of a sentence.
 */
export function fragmentsIn(source: Uint8Array, limit: number): readonly Fragment[] {
  const fragments: Fragment[] = [];
  const values = valuesOf(source);
  for (let i = 0; i < values.length && fragments.length < limit; i += 2) {
    const [from, to] = [values[i]!, values[i + 1]!];
    const length = to - from;
    if (length < MIN_BYTES || length > MAX_BYTES || isMemberName(source, to) || isRedacted(source, to)) continue;
    fragments.push({ source, from, to });
  }
  return fragments;
}

/** Where values begin and end, by turns. Valid until the module is used again. */
function valuesOf(source: Uint8Array): Uint32Array {
  const { length } = source;
  const values = (AT.text + length + 2 + 7) & ~7;
  // A value and what ends it take two bytes, and their places eight.
  const memory = surveyModule.reserve(values + length * 4 + 8);
  if (!flagsAreWritten) writeFlags(memory);
  memory.set(source, AT.text);
  // Two bytes that belong to nothing stand on either side of the text.
  memory.fill(0, AT.text - 2, AT.text);
  memory.fill(0, AT.text + length, AT.text + length + 2);
  const end = surveyModule.values(AT.text, length, AT.flags, values);
  return new Uint32Array(memory.buffer, values, (end - values) / 4);
}

function writeFlags(memory: Uint8Array): void {
  for (let byte = 0; byte < 256; byte++) {
    memory[AT.flags + byte] = (VALUE_BYTES.has(byte) ? VALUE_FLAG : 0) | (isLetter(byte) ? LETTER_FLAG : 0);
  }
  flagsAreWritten = true;
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
/** More than the longest of these. */
const HIDDEN_BYTES = 24;

/**
 * Whether a word is the shown part of a redacted snippet, `sk-proj-‹60›`. An agent that tells of a finding quotes it, and
 * with the next field of the same finding it would look like a secret in two pieces.
 */
function isRedacted(source: Uint8Array, to: number): boolean {
  const next = source[to];
  if (next !== 0x3c && next !== 0xe2) return false;
  return HIDDEN.test(Buffer.from(source.subarray(to, to + HIDDEN_BYTES)).toString('utf8'));
}
