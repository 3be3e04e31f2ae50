import { ByteSet } from '../pattern/byte-set.js';
import { bytesOf } from './letters.js';
import { MIN_RUN, type Places } from './places.js';

/** Shortest run without small letters that is taken for base64. */
const MIN_WITHOUT_LOWER = 24;
/** Wrapped lines are joined when the line so far is at least this long. */
const MIN_LINE = 16;
/** Shortest stretch of base32 that is looked at: ten bytes. */
const MIN_BASE32 = 16;

const UPPER = 1;
const LOWER = 2;
const DIGIT = 4;
/** Stands in base64 and ends a stretch of the other encodings. */
const SIGN = 8;
const NOT_HEX = 16;
const NOT_BASE32 = 32;

/** For each byte, what it says about the run that it stands in; 0 ends the run. */
const KIND = new Uint8Array(256);
for (let byte = 0; byte < 128; byte++) {
  const char = String.fromCharCode(byte);
  if (/[A-Z]/.test(char)) KIND[byte] = UPPER;
  else if (/[a-z]/.test(char)) KIND[byte] = LOWER;
  else if (/[0-9]/.test(char)) KIND[byte] = DIGIT;
  else if (/[+/_-]/.test(char)) KIND[byte] = SIGN;
  if (/[g-z]/i.test(char)) KIND[byte]! |= NOT_HEX;
  if (/[0189]/.test(char)) KIND[byte]! |= NOT_BASE32;
}

/** Letters of the encodings. */
export const RUN_BYTES = ByteSet.of((byte) => KIND[byte] !== 0);

/** A run of the letters of one or more encodings. */
export interface Run {
  readonly from: number;
  readonly to: number;
  /** Whether line ends stand in it. */
  readonly wrapped: boolean;
}

/** What a run may be encoded in. */
export interface RunSink {
  base64(run: Run): void;
  /** A stretch without signs; of one case. */
  base32(run: Run): void;
  hex(run: Run): void;
}

/**
 * Goes through the runs of letters and digits in a text that are long enough to hold something, including runs that are
 * wrapped into lines.
 */
export function findRuns(source: Uint8Array, { runs }: Places, sink: RunSink): void {
  let done = 0;
  for (let i = 0; i < runs.length; i += 2) {
    if (runs[i]! >= done) done = report(source, runs[i]!, runs[i + 1]!, sink);
  }
}

/**
 * Hands on what a run may be, line by line and, where it goes on in the next line, as a whole. Whether the last line
 * still belongs to it cannot be told: it may be the first word of ordinary text, so it is tried with and without.
 *
 * @returns where it ends.
 */
function report(source: Uint8Array, from: number, lineEnd: number, sink: RunSink): number {
  let to = lineEnd;
  let line = from;
  let kinds = stretches(source, from, to, false, sink);
  for (;;) {
    const next = to - line >= MIN_LINE ? lineStart(source, to) : -1;
    // Text in base64 has capitals, because ASCII begins every fourth letter with one of A to f, and nearly always small
    // letters; short runs without these are dates and names of constants.
    const other = to - from < MIN_WITHOUT_LOWER ? LOWER : LOWER | DIGIT;
    const worth = (kinds & UPPER) !== 0 && (kinds & other) !== 0;
    const last = next === -1;
    if (last) {
      if (worth) sink.base64({ from, to, wrapped: line !== from });
      if (line !== from) stretches(source, from, to, true, sink);
      return to;
    }
    const lineTo = to;
    to = next;
    while (to < source.length && KIND[source[to]!] !== 0) to++;
    const ends = to - next < MIN_LINE || lineStart(source, to) === -1;
    if (ends && worth) sink.base64({ from, to: lineTo, wrapped: line !== from });
    if (ends && line !== from) stretches(source, from, lineTo, true, sink);
    line = next;
    kinds |= stretches(source, next, to, false, sink);
  }
}

/** Hands on the stretches between signs. Returns the kinds of everything in the run. */
function stretches(source: Uint8Array, from: number, to: number, wrapped: boolean, sink: RunSink): number {
  let all = 0;
  let kinds = 0;
  let start = from;
  for (let i = from; i <= to; i++) {
    const kind = i < to ? KIND[source[i]!]! : SIGN;
    if (kind !== SIGN) {
      kinds |= kind;
      continue;
    }
    if (i - start >= MIN_RUN && (kinds & NOT_HEX) === 0) sink.hex({ from: start, to: i, wrapped });
    const cases = kinds & (UPPER | LOWER);
    if (i - start >= MIN_BASE32 && (kinds & NOT_BASE32) === 0 && (cases === UPPER || cases === LOWER)) {
      sink.base32({ from: start, to: i, wrapped });
    }
    all |= kinds;
    kinds = 0;
    start = i + 1;
  }
  return all;
}

/** What lines of a comment or of a quotation begin with, twice or once. */
const COMMENT_SIGNS = bytesOf("#/*>;-%'");

/** Where the next line's letters begin when the line ends here, or -1. A sign of a comment may stand in front of them. */
export function lineStart(source: Uint8Array, at: number): number {
  let next = at;
  if (source[next] === 0x0d) next++;
  if (source[next] !== 0x0a) return -1;
  next++;
  while (next < at + 10 && isBlank(source[next])) next++;
  const sign = source[next] ?? 0;
  if (COMMENT_SIGNS.has(sign)) {
    let behind = next + 1;
    while (behind < next + 3 && source[behind] === sign) behind++;
    // Two of the signs are letters of base64, which no blank stands behind.
    if (isBlank(source[behind])) next = behind;
    while (next < behind + 4 && isBlank(source[next])) next++;
  }
  return next < source.length && KIND[source[next]!] !== 0 ? next : -1;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}
