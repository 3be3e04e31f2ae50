import { CONTEXT_BYTES } from './found-candidate.js';

/** The name of a column: words, in quotes perhaps, with no option or path of a command behind a blank. */
const COLUMN = /^\s*(?!.*\s[-/~.+])(?:"[\w\x80-\xff '(),:%.#@/+-]+"|[\w\x80-\xff][\w\x80-\xff '(),:%.#@/+-]*)\s*$/;

/** The semicolon is HTML's: `rock &amp; roll`, `&quot;cat&quot;`. What reads a file of the system is none of it. */
export function isBehindEntity(head: string, tail: string): boolean {
  return (
    /&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});\s?["'\\]{0,4}$/i.test(head) &&
    !/^\s+(?:\/(?:etc|proc|bin|usr|tmp|var)\/|-\w)/.test(tail)
  );
}

/** What browsers say of themselves in brackets: `Mozilla/5.0 (X11; U; Linux; id; rv:1.9)`. */
export function isInComment(head: string, tail: string): boolean {
  return /^[\w.-]+\/[\w.+-]+\s[^;]*\([^()]*;\s$/.test(head) && /^\s*[;)]/.test(tail);
}

/** A parameter without a value, `?a=1&zip`, or the key of a menu, `&Paste`; an ampersand with nothing in front is none that separates parameters. */
export function isFlag(head: string, tail: string): boolean {
  return /(?:[\w%.-]|["'(]|[A-Za-z]\s)&$/.test(head) && !/[;|`$]/.test(head) && /^(?:["'\\\n<]|&|\s*$)/.test(tail);
}

/** A command in a sentence, as Markdown and its like quote it: "Run `docker ps`, please", "`uname -m` tells", "see |vimdiff|". */
export function isQuoted(head: string, tail: string): boolean {
  if (/\S\s+\|$/.test(head)) return /^(?:\(\))?\|/.test(tail);
  if (!/(?:^|[\s([*:"'])`{1,2}["']?$/.test(head) || !/^[^`\n]*`{1,2}(?=$|[\s.,:;)\]'"*_-])/.test(tail)) return false;
  return /[A-Za-z]{2}[.,:]?\s[([*]?`{1,2}["']?$|:\w+:`$/.test(head) || /^[^`\n]*`{1,2}[.,:;)\]]*\s+[A-Za-z]/.test(tail);
}

/** Words in a list, `id|name|date`, or in an expression, `^(cat|dog)$`: words alone, of which two are no list yet. */
export function isInList(head: string, isWord: boolean, tail: string): boolean {
  const separator = head.at(-1) === ' ' ? head.trimEnd().at(-1) : head.at(-1);
  if (separator !== ';' && separator !== '|') return false;
  const behind = /^[^\n]*/.exec(tail)?.[0].replace(/(?<=\w)[)\]}$"'\s,<][^;|]*$/, '') ?? '';
  const cells = [
    ...head
      .trimEnd()
      // What the list is of: `Tools: vim | tmux`
      .replace(/^[\w ]{1,30}:\s+(?=\w)/, '')
      .replace(/^[^;|]*[\s[({^=](?=\w+[;|])/, '')
      .slice(0, -1)
      .split(separator),
    ...behind.split(separator).slice(1),
  ];
  if (cells.every((cell) => /^[\t-\r ]*[A-Za-z\x80-\xff][\w\x80-\xff,-]*[\t-\r ]*$/.test(cell)))
    return cells.length > 1 || isWord;
  // With a blank behind each, names of products are words, too: `Node.js; C/C++; bash`
  return (
    head.endsWith(' ') &&
    cells.length > 1 &&
    cells.some((cell) => /[A-Z]/.test(cell)) &&
    cells.every((cell) => PRODUCT.test(cell))
  );
}

/** What a product is called: `Node.js`, `C/C++`, `PHP 8.1`. */
const PRODUCT = /^[\t-\r ]*[A-Za-z\x80-\xff][\w\x80-\xff+#./-]*(?: \d[\d.]*)?[\t-\r ]*$/;

/** A product in a list of such, each written as a name: `C/C++; Python; Bash`, `Node.js | Docker`. Shells know small letters. */
export function isProduct(head: string, name: string, tail: string): boolean {
  return (
    /^[A-Z]/.test(name) &&
    /(?:^|[;|(]|:\s)\s?[A-Z][\w+#./-]*(?: \d[\d.]*)?\)?\s?[;|]\s$/.test(head) &&
    /^(?: \d[\d.]*)?(?:\s?[;|]\s|[.,)"'\n]|\s*$)/.test(tail)
  );
}

/** A sentence that names a command as Markdown does, "Run `docker ps` to see them", and the language of a block of code. */
export function isMarkdown(head: string, tail: string): boolean {
  if (/^\s*`{3}$/.test(head)) return true;
  // "Avoid `curl | bash`: you never know what you run."
  if (/^[A-Z][a-z]+\s[^`;|&\n]*`[^`\n]*$/.test(head) && /^`[.,:;)]?(?:\s+[A-Za-z`]|$)/.test(tail)) return true;
  // "Run `echo "I am $(whoami)"` first": what begins it is a command of the same span.
  if (/^[A-Z][a-z]+\s[^`;|&\n]*`[a-z][\w-]*\s[^`\n]*\$\($/.test(head) && /^[^`\n]*`[.,:;)]?\s+[A-Za-z]/.test(tail))
    return true;
  return (
    /^[A-Za-z]+:?\s+`(?:[^`]*`[^`]*`)*$/.test(head) && (/`[.,:;)]?\s+[A-Za-z`]/.test(tail) || /^[A-Z][a-z]/.test(head))
  );
}

/** A cell in a table of Markdown, which a text begins with: `| id | name |`. Its row ends with the sign that it begins with. */
export function isTable(head: string, tail: string): boolean {
  if (!/(?:^|\n)\s*\|\s[^\n]*$/.test(head)) return false;
  const [row = '', next] = tail.split('\n');
  return /^[ \t]+\|/.test(row) && (next === undefined ? row.split('|').length > 3 : /\|\s*$/.test(row));
}

/** A row of a table in a value: `| id | name |`. */
export function isRow(head: string, tail: string): boolean {
  return /(?:^|\n)\s*\|\s(?:[^\n]*\s)?$/.test(head) && /^[ \t]+\|[^|\n]*[\w-][^\n]*\|\s*(?:$|["<\n])/.test(tail);
}

/**
 * The names of columns that a file of separated values begins with: `id;name;date`, where a comma marks decimals. Many
 * names are longer than the context; its last cell is cut then.
 */
export function isHeaderRow(head: string, name: string, tail: string): boolean {
  const separator = /([;|])["']?$/.exec(head.trimEnd())?.[1];
  if (separator === undefined) return false;
  const [end = '', next = ''] = tail.split(/\r?\n/);
  const cells = `${head}${name}${end}`.split(separator);
  if (next !== '') return next.includes(separator) && cells.every((cell) => COLUMN.test(cell));
  return tail.length >= CONTEXT_BYTES && cells.slice(0, -1).every((cell) => COLUMN.test(cell));
}
