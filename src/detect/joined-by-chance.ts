import { isShownPassword } from './checks/placeholder.js';
import { isUuid } from './checks/uuid.js';
import { isWordy } from './checks/words.js';
import type { View } from './disguise/view.js';
import { GENERIC } from './found-ranges.js';
import type { CompiledMatch } from './rule-set.js';

/** Name and sign in front of the value: `api_key=`, `"token": "`. */
const UP_TO_VALUE = /^[\w.-]*["']?[\s:=?>]*["'`]?/;
/**
 * What no piece of a random secret is: a method (`.toBeNull`), a name with its sign (`issuer:`), a constant (`PR_X400_CONTENT_TYPE`), a type, a
 * chain of names (`fs.s3.cse.enabled`, `func_num_args`), a mark of comments, a cipher (`AES256_GCM`), a range of letters in an expression, an URN, the end of a tag, an option, a border of PEM.
 */
const ORDINARY =
  /^\.[a-z]{2,}(?:[A-Z][a-z]+)+$|^[A-Za-z_]{3,}[:=]$|^[A-Z]+(?:_[A-Z\d]+){2,}=?$|^(?:int|str|string|bool|boolean|float|number|true|false|null|none)$|^[a-z]\w*(?:\.[a-z]\w*){2,}$|^[a-z]{2,}(?:_[a-z]+){2,}$|^#+=?$|^AES\d{3}_|^PKCS7$|a-z|^urn:|^\/[a-z]\w{0,9}$|^-{1,2}[a-z]$|-----/;

/**
 * A token whose form alone tells it, as the rule for tokens with a prefix has it. One that is whole needs nothing behind it:
 * where it is expected, such as in the Authorization of its service, an address that follows makes none of it that leaks.
 */
const WHOLE_TOKEN =
  /^(?:\w{0,12}_)?(?:sk|rk|live|secret|prod|production|pat|api|sat|uat|tkn|priv)[_-](?:[a-z\d]{2,8}[_-]){0,2}[\w-]{20,}$/;

/** Schemes whose addresses hold a user and a password, up to the password. */
const ADDRESS = /^[a-z][a-z\d+.-]*:\/\/([^\s:@/]*):/i;
/** A port where the password would be. */
const PORT = /^\d{1,5}$/;
/** What stands there in a template of a program: `redis://:{REDIS_PASSWORD}@{host}`. */
const VARIABLE = /^(?:[A-Z][A-Z\d]*(?:_[A-Z\d]+)+|[a-z]+(?:[._][a-z]+)+|[a-z]+(?:[A-Z][a-z]+)+)$/;
/** The patterns that find such addresses. */
const ADDRESSES: ReadonlySet<string> = new Set(['url_credentials', 'database_url']);

/** The patterns of keys that were made at random. */
const KEYS: ReadonlySet<string> = new Set(['ai_api_key', 'vendor_token']);
/** A name of that many characters at least is none that a random key has by chance where it was cut. */
const MIN_NAME = 8;
/** Shorter keys are told by so little that any two values make one. */
const MIN_KEY = 18;
/** A longer fixed part stands in no list of identifiers by chance; `EAA` does in one of 240,000. */
const SHORT = 3;

/**
 * Whether a value that was put together from several fields is only what stood side by side. Of a random secret no
 * piece reads as a word; where a program says `token: request.token` and an identifier follows, one does, and so does
 * what follows the import of `./xai-provider`. An address with a port, a name and an e-mail address beside each other
 * are none with a password, and neither is one that a program puts together of its variables.
 *
 * @param start Where the match begins in the view, its name included.
 */
export function isJoinedByChance(
  { rule: { pattern }, pattern: { anchor } }: Pick<CompiledMatch, 'rule' | 'pattern'>,
  { pass, edits, text }: View,
  start: number,
  end: number,
): boolean {
  if (pass !== 'fields') return false;
  const textOf = (from: number, to: number): string => Buffer.from(text.bytes.subarray(from, to)).toString('latin1');
  const seams = edits.seamsIn(start, end);
  const pieces = [start, ...seams].map((from, i) => textOf(from, seams[i] ?? end));
  if (ADDRESSES.has(pattern)) {
    const address = ADDRESS.exec(textOf(start, end));
    if (address === null) return false;
    const [upToPassword, user = ''] = address;
    if (isHost(user)) return true;
    return seams.some((seam, i) => {
      const password = start + upToPassword.length;
      if (seam < password) return false;
      return seam === password ? VARIABLE.test(pieces[i + 1] ?? '') : PORT.test(textOf(password, seam));
    });
  }
  if (KEYS.has(pattern)) {
    if (end - start < MIN_KEY || anchor.literals.every(({ length }) => length <= SHORT)) return true;
    return pieces.slice(1).some((piece) => piece.length >= MIN_NAME && isWordy(piece) && !/\d/.test(piece));
  }
  if (pattern !== GENERIC) return false;
  if (pieces.length > 1 && WHOLE_TOKEN.test(pieces[0] ?? '')) return true;
  return pieces.some((piece, i) => {
    const value = i === 0 ? piece.replace(UP_TO_VALUE, '') : piece;
    return isWordy(value) || ORDINARY.test(value) || isUuid(value) || isShownPassword(value);
  });
}

/** Whether what stands where a user would is a host, as in `http://localhost:3000`. */
function isHost(user: string): boolean {
  return user === 'localhost' || user.includes('.');
}
