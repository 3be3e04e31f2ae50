/** Texts that stand where a secret would: templates, references to variables, and what documentation writes. */

const TEMPLATE = /^ENC[[(]|\$\{|\$\(|\{\{|<[^>]*>|%\(|%s|\.\.\.|\xe2\x80\xa6|\*{3}|x{4}|1234567890123|\.\.$/i;
const NAMED =
  /example|placeholder|change_?me|redacted|dummy|sample|insert|not_?a|fake|your|replace|todo|fixme|undefined|default|process\.env|getenv|environ|hidden|masked|hunter2/i;

/** Whether a text is plainly not a secret but the place for one. */
export function isPlaceholder(text: string): boolean {
  return TEMPLATE.test(text) || NAMED.test(text);
}

/** What people write for a password when they show how: no secret, whoever reads it. */
const SHOWN =
  /^(?:my|your|the|db|admin|root|user|test)?[_-]?(?:pass(?:word|wd|phrase)?|pwd|secret|token|user(?:name)?|key)\d{0,3}$/i;

/** Whether a text is a word that examples use for a password. */
export function isShownPassword(text: string): boolean {
  return SHOWN.test(text) || isPlaceholder(text);
}
