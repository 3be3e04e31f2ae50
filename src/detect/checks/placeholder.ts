/** Texts that stand where a secret would: templates, references to variables, and what documentation writes. */

const TEMPLATE =
  /^ENC[[(]|\$\{|\$\(|\{\{|<[^>]*>|^\[[^\]]*\]$|%\(|%s|\.\.\.|\xe2\x80\xa6|\*{3}|x{4}|1234567890123|\.\.$/i;
const NAMED =
  /example|placeholder|change_?me|redacted|dummy|sample|insert|not_?a|fake|your|replace|todo|fixme|undefined|default|process\.env|getenv|environ|hidden|masked|hunter2|path\/to\//i;

/** What tests name their keys: `test-api-key-123`, `my_secret_token_1`, `sk-ant-test123`. */
const OF_A_TEST =
  /^(?:(?:test|my|some)(?:[-_][a-z]{2,10})*[-_](?:key|token|secret|password)[-_]?\d{0,6}|sk-(?:[a-z]{2,5}-)?test(?:-key)?[-_]?\d{0,6})$/i;

/** The tokens and the secret with which OAuth is explained (RFC 6749, RFC 6750), and by many since. */
const OF_OAUTH =
  /^(?:2YotnFZFEjr1zCsicMWpAA|tGzv3JOkF0XG5Qx2TlKWIA|7Fjfp0ZBr1KtDRbnfVdmIw|gX1fBat3bV|SplxlOBeZQQYbYS6WxSbIA|mF_9\.B5f-4\.1JqM)$/;

const LETTERS_IN_ORDER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS_IN_ORDER = '0123456789'.repeat(3);
/** Letters, and digits, from which on their order is no accident. */
const MIN_IN_ORDER = 4;

/** Whether letters and digits are both counted up: `abc123def456ghi789`, `1234567890abcdef`. */
function isInOrder(text: string): boolean {
  const letters = text.replace(/[^a-z]/gi, '').toLowerCase();
  const digits = text.replace(/\D/g, '');
  return (
    letters.length >= MIN_IN_ORDER &&
    digits.length >= MIN_IN_ORDER &&
    LETTERS_IN_ORDER.startsWith(letters) &&
    DIGITS_IN_ORDER.includes(digits)
  );
}

/** Whether a text is plainly not a secret but the place for one. */
export function isPlaceholder(text: string): boolean {
  return TEMPLATE.test(text) || NAMED.test(text) || OF_A_TEST.test(text) || OF_OAUTH.test(text) || isInOrder(text);
}

/** What people write for a password when they show how: no secret, whoever reads it. */
const SHOWN =
  /^(?:my|your|the|db|admin|root|user|test|random)?[_-]?(?:pass(?:word|wd|phrase)?|pwd|secret|token|user(?:name)?|key)\d{0,3}$/i;

/** Digits and signs as people put them into such a word, so that a form takes it: `P@ssw0rd123!`, `s3cr3t-pass`. */
const DRESSED: readonly (readonly [RegExp, string])[] = [
  [/[@4]/g, 'a'],
  [/3/g, 'e'],
  [/0/g, 'o'],
  [/[$5]/g, 's'],
];
/** A sign such as in `Test@1234` is read as the letter that it looks like, at the end, too. */
const DRESSED_WORD =
  /^(?:(?:my|your|the|db|admin|root|user|test|super|some|new|old|wrong|current)?[_-]?(?:(?:pass(?:w(?:or)?d)?|pwd|secret)[_-]?){1,2}|(?:test|admin|welcome|qwerty|letmein)a?)$/i;

/** Whether a text is a word that examples use for a password. */
export function isShownPassword(text: string): boolean {
  return SHOWN.test(text) || isDressedWord(text) || isPlaceholder(text);
}

/** Whether what was decoded is such a word. Of random bytes, which are no text, some look like a template (`<`, then `>`). */
export function isShownText(decoded: string): boolean {
  return /^[\t\n\r\x20-\x7e]*$/.test(decoded) && isShownPassword(decoded);
}

function isDressedWord(text: string): boolean {
  const word = DRESSED.reduce(
    (plain, [sign, letter]) => plain.replace(sign, letter),
    text.replace(/\d{0,4}[!.#?]?$/, ''),
  );
  return DRESSED_WORD.test(word);
}
