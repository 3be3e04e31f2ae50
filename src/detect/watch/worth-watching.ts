import { entropyOf } from '../checks/randomness.js';
import { isUuid } from '../checks/uuid.js';
import { isExample } from '../judge.js';
import { commonValues } from './common-values.js';
import { hasPassword } from './secret-pieces.js';
import { MIN_SECRET_BYTES } from './watch-entry.js';

/** Why a value is not watched for: it would be found where it is no secret. */
export type NotWatched =
  /** Fewer than eight bytes. */
  | 'too_short'
  /** What documentation writes in place of a secret. */
  | 'placeholder'
  /** A word, password or default that half the world uses. */
  | 'common'
  /** Too little in it that is not a word, a number or a repetition. */
  | 'too_regular'
  /** Its own name says that it is public. */
  | 'public';

/** Names of variables that hold secrets, as their authors call them. */
const SECRET_NAME =
  /key|secret|token|passw|pwd|pass(?:$|_)|phrase|credential|auth|dsn|webhook|private|salt|pepper|seed/i;
const PUBLIC_NAME = /(?:^|_)(?:PUBLIC|PUBLISHABLE|VITE|REACT_APP|COMMIT|SHA\d*|REVISION|DIGEST|VERSION)(?:_|$)/i;

/** Bits that a value must hold to be watched for; a name that says "secret" makes up for the rest. */
const MIN_BITS = { named: 20, unnamed: 48 } as const;
/** Bits a letter in running words: Shannon's estimate for English is 1 to 1.5, names of things are a bit less regular. */
const WORD_BITS = 1.8;

/**
 * Whether a value is secret enough to be looked for wherever it stands.
 *
 * @returns undefined when it is, otherwise why not. A value such as `production` under the name `APP_SECRET` would make
 *   every page that says so a critical finding.
 */
export function notWorthWatching(name: string, value: string): NotWatched | undefined {
  if (Buffer.byteLength(value, 'utf8') < MIN_SECRET_BYTES) return 'too_short';
  const secretName = SECRET_NAME.test(name);
  if (PUBLIC_NAME.test(name) && !/secret|private|passw/i.test(name)) return 'public';
  if (isExample(value)) return 'placeholder';
  if (isCommon(value)) return 'common';
  if (hasPassword(value)) return notWorthWatching('password', new URL(value).password);
  // An identifier of something, perhaps in braces, is sent in every second request.
  if (!secretName && isUuid(value.replace(/^\{|\}$/g, ''))) return 'too_regular';
  const bits = secretName ? bitsOf(value) : Math.max(0, ...piecesOf(value).map(bitsOf));
  return bits < (secretName ? MIN_BITS.named : MIN_BITS.unnamed) ? 'too_regular' : undefined;
}

function isCommon(value: string): boolean {
  const bare = value.toLowerCase().replace(/[\s_.-]+/g, '');
  return commonValues.has(bare) || commonValues.has(bare.replace(/[\d!@#$%]+$/, ''));
}

/** A lower estimate of what there is to guess: letters in words count less than letters among digits and capitals. */
function bitsOf(value: string): number {
  const wordy = value
    .split(/[^A-Za-z]+/)
    .filter((run) => /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/.test(run))
    .filter((run) => run.length >= 4)
    .join('').length;
  const rest = value.length - wordy;
  return wordy * Math.min(WORD_BITS, entropyOf(value)) + rest * entropyOf(value) * (/^\d+$/.test(value) ? 0.6 : 1);
}

/** Without a name that says so, only an unbroken run of letters and digits counts: not an address, path or sentence. */
function piecesOf(value: string): string[] {
  return value.split(/[^A-Za-z0-9_+=~!$%^*-]+/).filter((piece) => piece.length >= 12 && looksMade(piece));
}

/** Digits among letters, and not in the shape of a version, a date or a word with a number behind it. */
function looksMade(piece: string): boolean {
  if (!/\d/.test(piece) || !/[A-Za-z]/.test(piece)) return false;
  const changes = piece.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])/g)?.length ?? 0;
  return changes >= 3;
}
