import { isUuid } from '../checks/uuid.js';
import { isWordy } from '../checks/words.js';
import { disguiseNumber } from './disguise.js';
import type { JoinedPieces } from './joined-pieces.js';
import { ViewBuilder } from './view.js';

const FIELDS = disguiseNumber('fields');
const SLASH = 0x2f;
/** Places in one message that are tried. */
const MAX_TRIES = 64;

/** Those of them for which what stands further behind is tried too, and up to where the view may grow by that. */
const MAX_FURTHER_TRIES = 16;
const MAX_FURTHER_BYTES = 32 * 1024;
/** Pieces that are looked at behind one for those that may go on with it, and how many of these are tried. */
const MAX_AHEAD = 48;
const MAX_FURTHER_PIECES = 4;

/** Nothing but letters, digits and the signs of tokens. What is shorter is the number of a piece or the code of a language. */
const TOKEN = /^[\w.+/=-]{3,512}$/;
/**
 * A number, a short word, a time, a digest, a version (`curl/8.5.0`, `python-requests/2.31.0`, `v1.2.3`), a path, the
 * name of a member, small letters with signs between them (`application/x-www-form-urlencoded`), and an identifier that
 * says itself what it is of (`req_011CSHoEeqs5C35K2UUqR7Fy`).
 */
const NO_PART =
  /^(?:\d+|[a-z]{1,6}|\d{4}-\d\d-\d\dT.*|[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\w.-]+\/v?\d[\d.]*|v?\d+(?:\.\d+)+|\/.*|q=[\d.]+|[a-z]{1,9}_?\d{0,2}|[A-Za-z_]\w*=.?|[a-z]+(?:[./+_-][a-z]+)+|[a-z]{2,10}_[\dA-Za-z]{8,})$/;

/** A token of capitals, as the identifiers of AWS keys are: the rest of one may read as a word, and is of capitals too. */
const CAPITALS = /^[A-Z\d]{3,}$/;

/** Where what begins in a piece may go on: in the one beside it, or behind values that are no part of any token. */
export type Continuation = 'neighbour' | 'further';

/** Finds the pieces in which a literal of the rules stands that may belong to something longer than they are. */
export interface AnchorFinder {
  find(pieces: JoinedPieces, found: (index: number, where: Continuation) => void): void;
}

/**
 * Puts neighbouring values together wherever a rule's literal stands in one of them or across two: first with the next
 * value, then with the one behind that, and so on. Each attempt is a line of the view, so that a rule that wants a
 * token of a certain length finds it whatever follows. Attempts in which nothing is new were made before.
 *
 * Between two pieces that an agent sends stand the number of the piece, a word of the message and, in two requests, what
 * every request has: the host, a length. What begins as a token does is therefore also tried with what may be the rest of
 * one, wherever that stands.
 */
export function joinFields(pieces: JoinedPieces, anchors: AnchorFinder): ViewBuilder | undefined {
  const tries = new Set<number>();
  const further = new Set<number>();
  anchors.find(pieces, (index, where) => {
    if (where === 'neighbour' && tries.size < MAX_TRIES) tries.add(index);
    if (where === 'further' && further.size < MAX_FURTHER_TRIES) further.add(index);
  });
  if (tries.size === 0 && further.size === 0) return undefined;
  const out = new ViewBuilder(1024);
  for (const first of [...tries].sort((a, b) => a - b)) {
    const last = pieces.rowBehind(first);
    let isNew = pieces.kindOf(first) === 'first';
    for (let end = first + 2; end <= last; end++) {
      isNew ||= pieces.kindOf(end - 1) === 'first';
      if (isNew) addLine(out, pieces, rangeOf(first, end), whole);
    }
  }
  for (const first of further) if (out.length < MAX_FURTHER_BYTES) addFurther(out, pieces, first);
  return out.edits.size === 0 ? undefined : out;
}

/** Adds a piece with what may be the rest of it behind values that are no part of a token. */
function addFurther(out: ViewBuilder, pieces: JoinedPieces, first: number): void {
  const line = [first];
  const beginning = textOf(pieces, first);
  let isNew = pieces.kindOf(first) === 'first';
  const last = Math.min(pieces.count, first + MAX_AHEAD);
  for (let next = first + 1; next < last && pieces.isInRow(first, next); next++) {
    if (!isTokenPart(textOf(pieces, next), beginning)) continue;
    line.push(next);
    isNew ||= pieces.kindOf(next) === 'first';
    const isBeside = next === first + line.length - 1;
    if (isNew && !isBeside) addLine(out, pieces, line, pathBytes);
    if (line.length > MAX_FURTHER_PIECES) return;
  }
}

/**
 * Whether a value that stands by itself may be a part of a token that was made at random. Only what reads as something
 * else is none: a part has no form of its own.
 *
 * @param beginning What the token begins with.
 */
function isTokenPart(text: string, beginning: string): boolean {
  if (CAPITALS.test(beginning)) return CAPITALS.test(text) && !/^\d+$/.test(text);
  return TOKEN.test(text) && !text.includes('..') && !NO_PART.test(text) && !isWordy(text) && !isUuid(text);
}

function textOf(pieces: JoinedPieces, index: number): string {
  const from = pieces.startOf(index) + pathBytes(pieces, index);
  return pieces.bytes.toString('latin1', from, pieces.endOf(index));
}

/** Bytes of a path in front of its last segment: `/c/1/c2stcHJvai0` carries a piece there, as a parameter would. */
function pathBytes(pieces: JoinedPieces, index: number): number {
  const from = pieces.startOf(index);
  return pieces.bytes[from] === SLASH ? pieces.bytes.lastIndexOf(SLASH, pieces.endOf(index) - 1) + 1 - from : 0;
}

function rangeOf(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}

const whole: typeof pathBytes = () => 0;

/** Adds some pieces as a line. @param leftOut Bytes that are left out in front of a piece. */
function addLine(out: ViewBuilder, pieces: JoinedPieces, line: readonly number[], leftOut: typeof pathBytes): void {
  out.byte(0x0a);
  line.forEach((index, i) => {
    const { from, to } = pieces.placeOf(index);
    const skipped = leftOut(pieces, index);
    const isHere = pieces.kindOf(index) !== 'earlier';
    if (isHere) out.edits.skip(out.length, 0, from + skipped, from + skipped);
    out.copy(pieces.bytes, pieces.startOf(index) + skipped, pieces.endOf(index));
    // The seam is what a finding has to lie across.
    const seam = isHere ? to : 0;
    if (i + 1 < line.length) out.edits.add(FIELDS, out.length, 0, seam, seam);
  });
  out.byte(0x0a);
}
