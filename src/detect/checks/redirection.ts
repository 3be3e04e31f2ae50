import type { Candidate } from '../rule.js';

/**
 * The start of an element of HTML up to its last sign, attributes and all: `<code`, `<span class="path"`, and `<br`, which
 * has no end (https://html.spec.whatwg.org/multipage/syntax.html#start-tags).
 */
const START_TAG = /<([a-z][a-z\d]*)(?:\s+[a-z][\w:-]*=\\?["'][^"'<>]*["'])*\s*\/?$/i;
const WITHOUT_END = /^(?:br|hr)$/i;

/**
 * Whether the sign that a match begins with sends something into a file, and does not end a tag in front of the file's name:
 * `<code>/etc/crontab</code>`. A shell reads `cat <a >/etc/crontab` too, so the end of the element has to be seen.
 */
export function isRedirection({ before, text, after }: Candidate): boolean {
  const name = START_TAG.exec(before)?.[1];
  if (!text.startsWith('>') || name === undefined) return true;
  return !WITHOUT_END.test(name) && !new RegExp(`</${name}(?![a-z\\d])`, 'i').test(text + after);
}
