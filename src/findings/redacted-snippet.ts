/**
 * The picture of a match that may be kept. It is composed of words of the rule and of lengths of what was hidden; the
 * matched text itself has no way in.
 */

declare const redacted: unique symbol;

/** Text that {@link redactedSnippet} composed. No other function makes one, so a plain string cannot be stored. */
export type RedactedSnippet = string & { readonly [redacted]: true };

/** One part of a snippet, in the order of the match. */
export type SnippetPart =
  /** A word of the rule itself (`AKIA`, `Bearer`, `curl | sh`), never a piece of the traffic. */
  | { readonly kind: 'word'; readonly text: string }
  /** So many characters of the match that are not shown; written `‹37›`. */
  | { readonly kind: 'hidden'; readonly length: number };

/** Longest snippet, in UTF-16 code units: `maxLength` of `snippet` in the schema. */
export const MAX_SNIPPET_LENGTH = 256;

/** Longest word shown, in code points. Words of rules are short; a long one is more likely a mistake. */
const MAX_WORD_LENGTH = 64;

const CUT = '…';
const OTHERS = ' … and other values';

/** Composes a snippet. What does not fit the bound is left out, and `…` says so. */
export function redactedSnippet(parts: readonly SnippetPart[]): RedactedSnippet {
  let text = '';
  for (const part of parts) {
    const shown = part.kind === 'word' ? wordShown(part.text) : `‹${lengthShown(part.length)}›`;
    if (text.length + shown.length > MAX_SNIPPET_LENGTH - CUT.length) {
      text += CUT;
      break;
    }
    text += shown;
  }
  assertBounded(text);
  return text;
}

/** The picture of a value that stands for other values too. */
export function withOthers(snippet: RedactedSnippet): RedactedSnippet {
  const text = `${snippet}${OTHERS}`;
  if (text.length > MAX_SNIPPET_LENGTH) return snippet;
  assertBounded(text);
  return text;
}

/**
 * Whether a text has the form of a snippet: what another process of this program composed comes over a socket as plain
 * text. It is asked only of texts on channels that nobody but the operator can open.
 */
export function isRedactedSnippet(text: string): text is RedactedSnippet {
  return text.length <= MAX_SNIPPET_LENGTH && /^(?:[^\p{C}\p{Zl}\p{Zp}‹›]|‹(?:\d{1,16}|\?)›)*$/u.test(text);
}

/** Control characters could rewrite the terminal of whoever prints the finding, and brackets could fake a length. */
function wordShown(text: string): string {
  const printable = text.replace(/[\p{C}\p{Zl}\p{Zp}‹›]/gu, ' ');
  const characters = Array.from(printable);
  return characters.length > MAX_WORD_LENGTH ? `${characters.slice(0, MAX_WORD_LENGTH).join('')}${CUT}` : printable;
}

function lengthShown(length: number): string {
  return Number.isSafeInteger(length) && length >= 0 ? String(length) : '?';
}

function assertBounded(text: string): asserts text is RedactedSnippet {
  if (text.length > MAX_SNIPPET_LENGTH) throw new RangeError('A snippet outgrew its bound.');
}
