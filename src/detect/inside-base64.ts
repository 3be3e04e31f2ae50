import type { Disguise } from './disguise/disguise.js';
import { hasMixedCase, looksRandom } from './checks/randomness.js';
import { GENERIC } from './found-ranges.js';
import type { CompiledMatch } from './rule-set.js';
import type { Candidate } from './rule.js';

/**
 * Longest fixed part of a token that a picture, a certificate or a lock file in base64 holds by chance: three letters
 * stand in it once in a quarter of a megabyte. In a mirror there are more ways to read them.
 */
const SHORT = 3;
const SHORT_IN_MIRROR = 5;

/** What base64 is made of, with either alphabet (RFC 4648, sections 4 and 5). */
const TOKEN = /^[\w-]+$/;
/** A line of it, the border to the next line, also as JSON escapes it, and what stands there before the match. */
const LEFT = /(?:(?<line>[\w+/-]{40,})(?:\\r|\r)?(?:\\n|\n))?(?<near>[\w+/-]*)$/;
const RIGHT = /^(?<near>[\w+/-]*)(?<padding>=*)(?:(?:\\r|\r)?(?:\\n|\n)(?<line>[\w+/-]{40,}))?/;
/** A name, a word or a number, as stand beside a token in a path or in the name of a setting. */
const WRITTEN = /^(?:[A-Z]*|[A-Z]?[a-z]*(?:[A-Z][a-z]{2,})*)\d*$/;

/** Whether a token with a short fixed part stands in the midst of base64, and so was made by chance. */
export function isInsideBase64(
  { rule, pattern }: Pick<CompiledMatch, 'rule' | 'pattern'>,
  { text, secret, before, after }: Candidate,
  decoding: readonly Disguise[],
): boolean {
  if (rule.threat !== 'EXFIL' || rule.pattern === GENERIC || secret !== text || !TOKEN.test(text)) return false;
  const isMirrored = decoding.includes('rot13') || decoding.includes('reversed');
  const { literals } = pattern.anchor;
  if (Math.max(...literals.map(({ length }) => length)) > (isMirrored ? SHORT_IN_MIRROR : SHORT)) return false;
  // Tokens of one case or of hexadecimal digits are rarer than any in base64.
  if (!hasMixedCase(text.slice(SHORT))) return false;
  const left = LEFT.exec(before)?.groups ?? {};
  const right = RIGHT.exec(after)?.groups ?? {};
  if (right['padding'] !== '' && !/^=*[\w+/]/.test(after)) return true;
  const lines = [left['line'], right['line']].filter((line) => line !== undefined);
  // A list of tokens of one kind is no base64.
  if (lines.some((line) => looksRandom(line) && !line.startsWith(text.slice(0, SHORT)))) return true;
  const near = `${left['near'] ?? ''}/${right['near'] ?? ''}`;
  return near.split(/[^A-Za-z0-9]+/).some((piece) => !WRITTEN.test(piece));
}
