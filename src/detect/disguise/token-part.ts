import { isUuid } from '../checks/uuid.js';
import { isWordy } from '../checks/words.js';

/** Nothing but letters, digits and the signs of tokens. What is shorter is the number of a piece or the code of a language. */
const TOKEN = /^[\w.+/=-]{3,512}$/;
/**
 * A number, a short word, a time, a digest, a version (`curl/8.5.0`, `python-requests/2.31.0`, `v1.2.3`), a path, the
 * name of a member, small letters with signs between them (`application/x-www-form-urlencoded`), and an identifier that says itself what it is of (`req_011CSHoEeqs5C35K2UUqR7Fy`).
 */
const NO_PART =
  /^(?:\d+|[a-z]{1,6}|\d{4}-\d\d-\d\dT.*|[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\w.-]+\/v?\d[\d.]*|v?\d+(?:\.\d+)+|\/.*|q=[\d.]+|[a-z]{1,9}_?\d{0,2}|[A-Za-z_]\w*=.?|[a-z]+(?:[./+_-][a-z]+)+|[a-z]{2,10}_[\dA-Za-z]{8,})$/;

/** A token of capitals, as the identifiers of AWS keys are: the rest of one may read as a word, and is of capitals too. */
const CAPITALS = /^[A-Z\d]{3,}$/;

/**
 * Whether a value that stands by itself may be a part of a token that was made at random. Only what reads as something
 * else is none: a part has no form of its own.
 *
 * @param beginning What the token begins with.
 */
export function isTokenPart(text: string, beginning: string): boolean {
  if (CAPITALS.test(beginning)) return CAPITALS.test(text) && !/^\d+$/.test(text);
  return TOKEN.test(text) && !text.includes('..') && !NO_PART.test(text) && !isWordy(text) && !isUuid(text);
}
