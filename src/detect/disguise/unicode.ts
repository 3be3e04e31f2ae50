import { isAscii } from 'node:buffer';
import { disguiseNumber } from './disguise.js';
import { isLetter } from './letters.js';
import { plainOf } from './lookalikes.js';
import type { ViewBuilder } from './view.js';

const ZERO_WIDTH = disguiseNumber('zero_width');
const TAGS = disguiseNumber('unicode_tags');
const NFKC = disguiseNumber('nfkc');
const CONFUSABLES = disguiseNumber('confusables');
const OVERLONG = disguiseNumber('overlong');

/** Bytes that are asked in one go whether they are ASCII. */
const STRETCH_BYTES = 512;
/** Fewer variation selectors in a row than this choose how a character looks; more can only be hidden bytes. */
const HIDDEN_BYTES_MIN = 3;
/** Four invisible letters, in bytes of UTF-8. */
const HIDDEN_WORD_BYTES = 16;

/**
 * Writes a text in the ASCII that a reader would see or a model would read: invisible characters go, the invisible
 * copies of ASCII become visible, look-alikes and compatibility forms become what they look like.
 *
 * @returns whether anything was changed.
 */
export function unicode(source: Buffer, out: ViewBuilder): boolean {
  if (isAscii(source)) return false;
  let copied = 0;
  let at = 0;
  let lookedTo = 0;
  const end = source.length;
  while (at < end) {
    // Most of most texts is ASCII, and to ask that of a stretch takes a tenth of looking at each byte.
    if (at >= lookedTo) {
      lookedTo = Math.min(end, at + STRETCH_BYTES);
      if (isAscii(source.subarray(at, lookedTo))) {
        at = lookedTo;
        continue;
      }
    }
    while (at < lookedTo && source[at]! < 0xc0) at++;
    if (at >= lookedTo) continue;
    const { point, length } = codePointAt(source, at);
    const selectors = selectorByte(point) === -1 ? 0 : countSelectors(source, at);
    if (selectors >= HIDDEN_BYTES_MIN) {
      out.between(source, copied, at);
      const begin = out.length;
      let next = at;
      for (let i = 0; i < selectors; i++) {
        const selector = codePointAt(source, next);
        out.byte(selectorByte(selector.point));
        next += selector.length;
      }
      out.edited(TAGS, begin, at, next);
      copied = at = next;
      continue;
    }
    if (isTag(point) && !isFiller(source, at)) {
      const next = tagsEnd(source, at);
      out.between(source, copied, at);
      const begin = out.length;
      // Hidden text that is long enough to say something is a text of its own, whatever it hides behind.
      const own = next - at >= HIDDEN_WORD_BYTES;
      if (own) out.byte(0x0a);
      for (let tag = at; tag < next; tag += 4) out.byte(codePointAt(source, tag).point - 0xe0000);
      if (own) out.byte(0x0a);
      out.reopens = true;
      out.edited(TAGS, begin, at, next);
      copied = at = next;
      continue;
    }
    const change = isOptionDash(source, at, point)
      ? { disguise: CONFUSABLES, ascii: DASHES[point]! }
      : changeOf(point, length);
    if (change !== undefined) {
      out.between(source, copied, at);
      const begin = out.length;
      for (let i = 0; i < change.ascii.length; i++) out.byte(change.ascii.charCodeAt(i));
      // A full-width percent sign was a way past filters before there was Unicode support in most of them.
      if (change.ascii === '%' || change.ascii === '\\' || change.ascii === '&') out.reopens = true;
      out.edited(change.disguise, begin, at, at + length);
      copied = at + length;
    }
    at += length;
  }
  if (out.edits.size === 0) return false;
  out.between(source, copied, end, true);
  return true;
}

function changeOf(point: number, length: number): { readonly disguise: number; readonly ascii: string } | undefined {
  // Decoders that took `C0 AF` for a slash let whoever wrote it so past every filter (CVE-2000-0884).
  if (length > 1 && point < 0x7f && (point >= 0x20 || point === 0x09 || point === 0x0a || point === 0x0d))
    return { disguise: OVERLONG, ascii: String.fromCharCode(point) };
  if (point >= 0xe0000) return point <= 0xe0fff ? { disguise: ZERO_WIDTH, ascii: '' } : undefined;
  const plain = plainOf(point);
  switch (plain?.kind) {
    case undefined:
      return undefined;
    case 'zero_width':
      return { disguise: ZERO_WIDTH, ascii: '' };
    case 'nfkc':
      return { disguise: NFKC, ascii: plain.ascii };
    case 'confusables':
      return { disguise: CONFUSABLES, ascii: plain.ascii };
  }
}

/** Dashes of print that programs for writing put in place of one or two hyphens. */
const DASHES: Readonly<Record<number, string>> = { 0x2012: '-', 0x2013: '-', 0x2014: '--', 0x2015: '--' };

/** Whether a dash stands where an option begins, ` –rf`: between words of a sentence it has a blank on both sides or on none. */
function isOptionDash(source: Buffer, at: number, point: number): boolean {
  return DASHES[point] !== undefined && source[at - 1] === 0x20 && isLetter(source[at + 3] ?? 0);
}

function isTag(point: number): boolean {
  return point >= 0xe0020 && point <= 0xe007e;
}

/** Whether one and the same invisible letter stands between visible ones, as any other that shows nothing could. */
function isFiller(source: Buffer, at: number): boolean {
  const isSame = (other: number): boolean =>
    other >= 0 && other + 4 <= source.length && source.compare(source, other, other + 4, at, at + 4) === 0;
  const isAlone = (source[at + 4] ?? 0) < 0x80 && (source[at - 1] ?? 0) < 0x80;
  return isAlone && (isSame(at + 5) || isSame(at - 5));
}

function tagsEnd(source: Buffer, at: number): number {
  let next = at;
  while (next < source.length && isTag(codePointAt(source, next).point)) next += 4;
  return next;
}

/** The byte that a variation selector carries when it is used to smuggle text behind a visible character, or -1. */
function selectorByte(point: number): number {
  if (point >= 0xfe00 && point <= 0xfe0f) return point - 0xfe00;
  if (point >= 0xe0100 && point <= 0xe01ef) return point - 0xe0100 + 16;
  return -1;
}

function countSelectors(source: Buffer, at: number): number {
  let count = 0;
  for (let next = at; next < source.length; count++) {
    const { point, length } = codePointAt(source, next);
    if (selectorByte(point) === -1) break;
    next += length;
  }
  return count;
}

/** Reads one code point of UTF-8, in as many bytes as it was given; a byte that begins none is taken by itself, as -1. */
function codePointAt(source: Buffer, at: number): { readonly point: number; readonly length: number } {
  const first = source[at]!;
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
  if (length === 1 || at + length > source.length) return { point: -1, length: 1 };
  let point = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = source[at + i]!;
    if ((byte & 0xc0) !== 0x80) return { point: -1, length: 1 };
    point = (point << 6) | (byte & 0x3f);
  }
  return { point, length };
}
