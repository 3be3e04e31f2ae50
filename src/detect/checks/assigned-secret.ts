import { isPlaceholder, isShownPassword } from './placeholder.js';
import { entropyOf, hasDigitAndLetter, hasMixedCase } from './randomness.js';
import { isUuid } from './uuid.js';
import { isWordy } from './words.js';

/** Shorter tokens are names and versions more often than secrets. */
const MIN_TOKEN = 12;
/** Entropy that random text of a length has at least, in bits a character: 16 hexadecimal digits have about 3. */
const MIN_ENTROPY = { short: 2.8, long: 3, digits: 2.3 };
const LONG = 20;

/** Where the next word of a name begins in capitals: `nextPage`. */
const HUMP = /(?<=[a-z\d])(?=[A-Z])/g;

/**
 * Tokens that are a place in a list, a guard of a form or a sign in a text: `next_page_token`, `csrfToken`, `pad_token`. The
 * words are whole ones, or `BACKEND_TOKEN` would be the end of something; and what is named a secret or an API key is no
 * place: `CSRF_SECRET`, `CURSOR_API_KEY`.
 */
const PLACE_NAME =
  /(?:[cx]srf|(?<![a-z])(?:page|next|skip|prev|previous|continuation|cursor|cancel(?:lation)?|sync|delta|resume|(?:anti)?forgery|verification|pagination|idempotency|scroll|forward|backward|(?:web)?site|tracking|translation|design|pad|eos|bos|unk|sep|cls|mask|start|stop|end|special|max)+)[_.-]?(?:request)?[_.-]?(?:token|key)$/i;
/** Names of what everybody may see, and of what examples and tests make up. */
const SHOWN_NAME =
  /(?:checksum\/|public(?:[_-]?key)?|publishable|non_?matching|hashed|invalid|fake|mock|dummy|example|sample)[_.-]?(?:token|secret|key|-)?$/i;

/** Names of a request's own number, which its sender makes up: `clientToken` and `LockToken` of AWS, `client_request_token`. */
const REQUEST_NAME = /(?<![a-z])(?:client|request|lock|change|update|action)[_.-]?(?:request)?[_.-]?(?:token|key)$/i;
/**
 * Tokens of a visit, a form or a device: what proves that somebody is no robot (to YouTube and TikTok `po` and `ms`), how far
 * a sign-in has come (`flowToken`), where a notice is to arrive, and the guard that frameworks such as Laravel put into
 * forms, without anything in front of its name.
 */
const VISIT_TOKEN =
  /^(?:_|(?:po|ms)_?)token$|(?:captcha|turnstile|authenticity|csrfmiddleware|(?<![a-z])(?:cart|checkout|push|device|flow))[_.-]?token$/i;

/** Values that are code, addresses, hashes with their name, or dates rather than secrets. */
const NOT_A_SECRET =
  /:\/\/|^\.{0,2}\/|^(?:sha(?:1|224|256|384|512)|md5)[-:]|^\d{4}-\d\d-\d\d|^\d+(?:\.\d+){1,3}|^#|@sha256:|^pk[_.-]|^(?:urn|arn):|^[A-Z]\w*(?:::[A-Za-z]\w*)+|^\d{12}:secret:|^env\.[A-Z]|^(?:Uint|Int|Float|BigU?[Ii]nt)\d+(?:Array)?(?!\d)|^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/;

/**
 * Keys that are made to be seen (`pk.eyJ`: the maps of Mapbox, in each page that shows one; `pub`: what browsers report to
 * Datadog with, https://docs.datadoghq.com/account_management/api-app-keys/#client-tokens), and values that only a cluster can
 * read (Sealed Secrets: a key of 4096 bits in front).
 */
const PUBLIC = /^phc_|^pub[0-9a-f]{32}$|^pk\.eyJ|^[\w-]{11,32}:APA91b|^django-insecure-|^Ag[A-D][A-Za-z0-9+/]{200}/;

/** Who signs commits, or a repository of packages: git's `signingkey`, `GPG_KEY` of images, `repokey`. */
const NAME_OF_SIGNER = /(?:(?:gpg|pgp)[\s_-]?|signing|repo_?)keys?["']?[\s:=]*["']?$/i;

/**
 * Whether a value is the fingerprint of a public OpenPGP key (RFC 9580, section 5.5.4).
 *
 * @param name What stands in front of the value.
 */
export function isKeyFingerprint(value: string, name: string): boolean {
  return NAME_OF_SIGNER.test(name) && /^(?:[\dA-F]{16}|[\dA-F]{40})$/i.test(value);
}

/** Behind the key of a project that each of its pages and apps holds to be counted by: Mixpanel, Amplitude, PostHog. */
const COUNTED = /^\\?["'],\s?\\?["'](?:(?:\$?(?:distinct_id|device_id|insert_id)|events)\\?["']|time\\?["']:\s?\d)/;

/** Whether a value is the key with which a page reports what its visitors do, by what stands behind it. */
export const isAnalyticsKey = (value: string, after: string): boolean =>
  /^[\da-f]{32}$/.test(value) && COUNTED.test(after);

/** A service in front of `token`: `asana_token`. A bare token of digits alone is a place in a list. */
const SERVICE_TOKEN = /[a-z]{4}_(?:api_|access_|bot_|client_)?(?:token|secret)$/i;
/** Asana numbers its applications with 16 digits, Discord gives 18 and secrets of 32: shorter ones are numbers and times. */
const NUMERIC_TOKEN = /^\d{16,64}$/;

const isNumericToken = (value: string, name: string): boolean => NUMERIC_TOKEN.test(value) && SERVICE_TOKEN.test(name);

/**
 * Whether the value of something named token, secret or key is one: long enough, random, and no identifier or
 * placeholder.
 *
 * @param name What it is named, up to its end; of API keys and the like what stands before them, and a hyphen.
 */
export function isAssignedToken(value: string, name: string): boolean {
  return isRandomToken(percentDecoded(value), name);
}

/** What a form or an address writes with percent signs (RFC 3986, section 2.1) is judged as what it means. */
function percentDecoded(value: string): string {
  return value.replace(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

function isRandomToken(value: string, name: string): boolean {
  if (value.length < MIN_TOKEN || !(hasDigitAndLetter(value) || isNumericToken(value, name))) return false;
  // Kinds of things in CloudFormation end like the names of secrets: `AWS::MSK::BatchScramSecret`.
  if (name.startsWith('AWS::')) return false;
  const words = name.replace(HUMP, '_');
  if (VISIT_TOKEN.test(words) || PLACE_NAME.test(words) || SHOWN_NAME.test(name) || isPlaceholder(value)) return false;
  // A secret of a client was given to it, and may be a UUID.
  if (REQUEST_NAME.test(words) && isUuid(value)) return false;
  if (isCode(value) || isWordy(value)) return false;
  return entropyOf(value) >= (value.length < LONG ? MIN_ENTROPY.short : MIN_ENTROPY.long) || isVariedNumber(value);
}

/** Whether digits alone are more than a round number: of ten signs there is less variety than of thirty-six. */
function isVariedNumber(value: string): boolean {
  return NUMERIC_TOKEN.test(value) && !/(\d)\1{4}/.test(value) && entropyOf(value) >= MIN_ENTROPY.digits;
}

/** Length from which on a part between dots may be random: the second half of a Kubernetes bootstrap token. */
const RANDOM_PART = 16;

/** Shortest password that is looked at, in characters. */
const MIN_PASSWORD = 8;

/** Whether the value of something named password is one: letters with digits or signs, and nothing that examples show. */
export function isAssignedPassword(value: string): boolean {
  return isStrongPassword(percentDecoded(value));
}

function isStrongPassword(value: string): boolean {
  if (value.length < MIN_PASSWORD || isShownPassword(value) || isCode(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w.:/-]/].filter((kind) => kind.test(value)).length;
  if (isShuffled(value)) return true;
  if (kinds < 2 || !/[A-Za-z]/.test(value) || !/[\d\W_]/.test(value)) return false;
  if (kinds >= 3) return entropyOf(value) >= MIN_ENTROPY.short - 0.2;
  return hasDigitAndLetter(value) && !isWordy(value) && !hasMixedCase(value) && entropyOf(value) >= MIN_ENTROPY.short;
}

/**
 * Whether letters of both cases alone are a password: one of ten generated ones has no digit. Names begin their words with
 * a capital; here capitals stand side by side more than once, and small letters hardly do.
 */
function isShuffled(value: string): boolean {
  if (!/^[A-Za-z]{10,40}$/.test(value) || isWordy(value)) return false;
  const capitals = value.match(/[A-Z]{2,}/g)?.length ?? 0;
  return capitals >= 2 && !/[a-z]{4}/.test(value) && entropyOf(value) >= MIN_ENTROPY.long;
}

/** What stands in front of a match and belongs to the name that it begins with: the `DB_` of `DB_PASSWORD`. */
export function nameBefore(before: string): string {
  return /[\w.:-]*$/.exec(before)?.[0] ?? '';
}

const PASSWORD_NAME = /(?:pass(?:word|wd|phrase)?|pwd|psk)$/i;

/**
 * Whether the value of something with the given name is a secret: a password by what passwords are made of, anything
 * else by what tokens are.
 *
 * @param name As far as it is known, up to its end.
 */
export function isNamedSecret(name: string, value: string): boolean {
  if (PASSWORD_NAME.test(name)) return isAssignedPassword(value) && !isWordy(value);
  return isAssignedToken(value, name);
}

/** The name of a variable of the environment where its value would stand: `AUTH_AD_B2C_SECRET`, `@ESXI1_PASSWORD`. */
function isConstant(value: string): boolean {
  return (
    /^@?[A-Z][A-Z\d]{1,14}(?:(?:_[A-Z\d]{1,15}){2,}|_(?:PASSWORD|SECRET|TOKEN|KEY))@?$/.test(value) &&
    value.replace(/\D/g, '').length <= MAX_DIGITS_OF_NAME
  );
}

/** Digits that the names of variables have at most, as in `TR31_D0_KEY`. */
const MAX_DIGITS_OF_NAME = 4;
/** What the names of types end with: `X25519PrivateKey`, `BaseBlockJson`. */
const TYPE = /[a-z](?:Key|Token|Secret|Json|Type|Config|Builder|Factory)$/;

/** A chain of names such as `this.state.token2` is code, unless one of its parts is random. */
function isCode(value: string): boolean {
  if (isConstant(value) || PUBLIC.test(value)) return true;
  if (!NOT_A_SECRET.test(value)) return false;
  const parts = value.split('.');
  if (parts.length < 2 || !/^[\w$.]+$/.test(value)) return true;
  return !parts.some(
    (part) =>
      part.length >= RANDOM_PART && hasDigitAndLetter(part) && !isWordy(part) && !isConstant(part) && !TYPE.test(part),
  );
}
