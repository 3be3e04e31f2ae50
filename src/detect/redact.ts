import { createHmac } from 'node:crypto';
import { redactedSnippet, type RedactedSnippet, type SnippetPart } from '../findings/redacted-snippet.js';
import { unicodeEscape } from '../text/unicode-escape.js';

/** Signs that show the shape of a command and cannot carry a value. */
const SHAPE: ReadonlySet<string> = new Set(Array.from(' |;&<>$()\'"`=/'));

/**
 * What a snippet may show of a match.
 *
 * - `prefix`: the fixed words at its start, which name the kind of secret; everything behind them is hidden.
 * - `words`: fixed words wherever they stand by themselves, and the signs between them; for commands and paths, whose
 *   words are the finding.
 */
export type Reveal = 'prefix' | 'words';

/**
 * The redacted picture of a match. It is put together from words of the rule and from lengths, never from the text
 * itself, so whatever the match contains, nothing that is not already in the rule's source can be in the snippet.
 */
export function redact(text: string, words: readonly string[], reveal: Reveal, ignoreCase: boolean): RedactedSnippet {
  const parts: SnippetPart[] = [];
  let hidden = 0;
  // ASCII alone: what else has two cases here are bytes of characters (UTF-8), not letters.
  const lower = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const hide = (): void => {
    if (hidden > 0) parts.push({ kind: 'hidden', length: hidden });
    hidden = 0;
  };
  for (let i = 0; i < text.length;) {
    const word = words.find((candidate) => lower.startsWith(candidate, i));
    const shown = word !== undefined && (reveal === 'prefix' ? isPrefix(parts, hidden) : standsAlone(lower, i, word));
    if (shown) {
      hide();
      // Where the rule heeds case, the text's own is the rule's; elsewhere it could say something of its own.
      parts.push({ kind: 'word', text: ignoreCase ? word : text.slice(i, i + word.length) });
      i += word.length;
    } else if (reveal === 'words' && hidden === 0 && SHAPE.has(text[i]!)) {
      parts.push({ kind: 'word', text: text[i]! });
      i++;
    } else {
      hidden++;
      i++;
    }
  }
  hide();
  return redactedSnippet(inCharacters(parts));
}

/**
 * The parts with words as characters: in a match each byte is one (ISO 8859-1), and words of many languages have two or
 * three bytes a character (UTF-8). Directional marks and their like, which change how the text around them is shown,
 * stand as escapes.
 */
function inCharacters(parts: readonly SnippetPart[]): SnippetPart[] {
  const joined: SnippetPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    // A character of several bytes may stand in two words of the rule.
    const isSplit = part.kind === 'word' && last?.kind === 'word' && /[\x80-\xff]$/.test(last.text);
    if (isSplit) joined.splice(-1, 1, { ...last, text: last.text + part.text });
    else joined.push(part);
  }
  return joined.flatMap((part) => (part.kind === 'word' ? wordsIn(Buffer.from(part.text, 'latin1')) : [part]));
}

function wordsIn(bytes: Buffer): SnippetPart[] {
  // Of a character of which the rule has but some bytes nothing is shown.
  return Array.from(bytes.toString('utf8').matchAll(/\uFFFD+|[^\uFFFD]+/g), ([run]) =>
    run.startsWith('\uFFFD')
      ? { kind: 'hidden', length: run.length }
      : { kind: 'word', text: run.replace(/\p{Cf}/gu, unicodeEscape) },
  );
}

/** The same secret gives the same fingerprint on this installation; without the key it says nothing. */
export function fingerprint(secret: string, key: Buffer): string {
  return createHmac('sha256', key).update(secret, 'latin1').digest('hex').slice(0, 32);
}

function isPrefix(parts: readonly SnippetPart[], hidden: number): boolean {
  return hidden === 0 && parts.every((part) => part.kind === 'word');
}

/** A word inside of a longer run of letters and digits may be part of a value that happens to contain it. */
function standsAlone(lower: string, at: number, word: string): boolean {
  const before = lower[at - 1] ?? ' ';
  const after = lower[at + word.length] ?? ' ';
  return (
    !(isAlphanumeric(before) && isAlphanumeric(word[0]!)) && !(isAlphanumeric(after) && isAlphanumeric(word.at(-1)!))
  );
}

function isAlphanumeric(char: string): boolean {
  return /[a-z0-9]/.test(char);
}
