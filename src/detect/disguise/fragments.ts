import { isLetter } from './letters.js';

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
const VALUE = new Uint8Array(256);
for (let byte = 0x21; byte < 0x7f; byte++) VALUE[byte] = 1;
for (const char of '"\'`&;,<>{}[]()\\|') VALUE[char.charCodeAt(0)] = 0;

/**
 * Finds the words in a message that could be pieces of a secret: values of JSON members, form fields, header
 * parameters and lines, and the first and last words of longer ones. Names of members are left out, and so are words
 * in the middle of a sentence.
 */
export function fragmentsIn(source: Uint8Array, limit: number): readonly Fragment[] {
  const fragments: Fragment[] = [];
  const end = source.length;
  for (let at = 0; at < end && fragments.length < limit;) {
    if (VALUE[source[at]!] === 0) {
      at++;
      continue;
    }
    const run = at;
    while (at < end && VALUE[source[at]!] === 1) at++;
    if (isProse(source, run, at) || isMemberName(source, at) || isRedacted(source, at)) continue;
    const from = valueStart(source, run, at);
    const length = at - from;
    if (length >= MIN_BYTES && length <= MAX_BYTES) fragments.push({ source, from, to: at });
  }
  return fragments;
}

/** `name=value`, `"name":1` and `?a=b` begin behind the sign; padding at the end belongs to the value. */
function valueStart(source: Uint8Array, from: number, to: number): number {
  if (source[from] === 0x3a) return from + 1;
  for (let i = to - 3; i >= from; i--) {
    if (source[i] === 0x3d && source[i + 1] !== 0x3d) return i + 1;
  }
  return from;
}

/** A word between two others is in the middle of a sentence. */
function isProse(source: Uint8Array, from: number, to: number): boolean {
  return isSpacedLetter(source, from - 1, -1) && isSpacedLetter(source, to, 1);
}

function isSpacedLetter(source: Uint8Array, space: number, step: 1 | -1): boolean {
  return source[space] === 0x20 && isLetter(source[space + step] ?? 0);
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
