import { unicodeEscape } from '../text/unicode-escape.js';

/** Markup. Only {@link html} and {@link trusted} make it, so a text can become part of a page in no other way. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What a template takes: texts and numbers are escaped, markup and lists of it stand as they are. */
export type HtmlPart = string | number | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template tag: whatever is put in is text, in content and in quoted attributes alike. */
export function html(literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(literals.map((literal, i) => (i === 0 ? '' : markupOf(parts[i - 1] ?? '')) + literal).join(''));
}

/** A script element that is never run and holds a value as JSON, of which no character can end it or begin a comment. */
export function jsonElement(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, unicodeEscape);
  return new Html(`<script type="application/json" id="${id}">${json}</script>`);
}

/** Our own scripts and styles, as they were built. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function markupOf(part: HtmlPart): string {
  if (part instanceof Html) return part.toString();
  if (typeof part === 'object') return part.map(String).join('');
  return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
