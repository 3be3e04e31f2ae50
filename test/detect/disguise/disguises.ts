import { deflateSync, gzipSync } from 'node:zlib';
import { zipOf } from '../../support/zip.js';

/**
 * Makers of disguises: each writes a text so that it does not look like itself, the way attackers' tools and careless
 * programs do. They are written from the formats' own documents and share no code with the passes that undo them.
 */
export interface Maker {
  readonly name: string;
  /** The disguised text. */
  readonly make: (text: string) => string;
  /** Disguises that only make sense for commands, or only for secrets. */
  readonly for?: 'commands' | 'secrets';
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
const hexOf = (text: string): string => bytesOf(text).toString('hex');
const pairsOf = (text: string): string[] => hexOf(text).match(/../g) ?? [];
const base64Of = (text: string): string => bytesOf(text).toString('base64');
const wrap = (text: string, width: number, end: string): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(end);

function base32Of(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...bytesOf(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]!).join('');
  return letters.padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

/** ASCII in two bytes of UTF-8, as `%C0%AF` for a slash. */
function overlongOf(char: string): string {
  const code = char.codePointAt(0)!;
  if (code >= 0x80) return char;
  return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)].map((byte) => `%${byte.toString(16)}`).join('');
}

function inParts(text: string): string[] {
  return text.match(/[^]{1,7}/g) ?? [];
}

/** As a literal of JavaScript. */
function quoted(part: string): string {
  return `'${part.replace(/['\\]/g, '\\$&').replace(/\n/g, '\\n')}'`;
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

/** Every n-th letter of a text, changed. */
function everyNth(text: string, n: number, change: (char: string) => string, which = /[a-z]/i): string {
  let count = 0;
  return Array.from(text, (char) => (which.test(char) && ++count % n === 0 ? change(char) : char)).join('');
}

function quotedPrintableOf(text: string): string {
  const coded = [...bytesOf(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(char) ? char : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
  // A line may not end inside of a coded byte.
  return (coded.match(/(?:=[0-9A-F]{2}|.){1,30}/g) ?? []).join('=\r\n');
}

const CYRILLIC: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', s: 'ѕ', i: 'і' };

/** Words of a command that attackers cut up. */
const inWords = (text: string, change: (word: string) => string): string =>
  text.replace(/\b[a-z][a-z0-9]{2,}\b/g, (word) => change(word));

/** The same of the words that are commands: what is quoted or stands in a sentence reads differently when it is. */
const inCommands = (text: string, change: (word: string) => string): string =>
  text.replace(/(?<![\w.'"-])(?:rm|bash|sh|ksh|zsh|ncat|nc|cat|curl|wget|tee)(?![\w.'"])/g, (word) => change(word));

export const makers: readonly Maker[] = [
  {
    name: 'percent',
    make: (text) =>
      pairsOf(text)
        .map((pair) => `%${pair}`)
        .join(''),
  },
  { name: 'percent, where it has to be', make: (text) => encodeURIComponent(text) },
  { name: 'percent, twice', make: (text) => encodeURIComponent(encodeURIComponent(text)) },
  { name: 'percent, three times', make: (text) => encodeURIComponent(encodeURIComponent(encodeURIComponent(text))) },
  { name: 'form body', make: (text) => new URLSearchParams({ q: text }).toString() },
  { name: 'JSON', make: (text) => JSON.stringify({ value: text }) },
  { name: 'JSON in JSON', make: (text) => JSON.stringify({ value: JSON.stringify({ inner: text }) }) },
  {
    name: 'JSON, every character escaped',
    make: (text) =>
      `{"v":"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"}`,
  },
  {
    name: 'hexadecimal escapes',
    make: (text) =>
      `'${pairsOf(text)
        .map((pair) => `\\x${pair}`)
        .join('')}'`,
  },
  {
    name: 'octal escapes',
    make: (text) => `'${[...bytesOf(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}'`,
  },
  { name: 'HTML, decimal', make: (text) => Array.from(text, (char) => `&#${char.codePointAt(0)};`).join('') },
  {
    name: 'HTML, hexadecimal',
    make: (text) => Array.from(text, (char) => `&#x${char.codePointAt(0)!.toString(16)};`).join(''),
  },
  {
    name: 'HTML, named',
    make: (text) =>
      text.replace(/[&<>"'/|$;()-]/g, (char) => {
        const names: Record<string, string> = {
          '&': 'amp',
          '<': 'lt',
          '>': 'gt',
          '"': 'quot',
          "'": 'apos',
          '/': 'sol',
          '|': 'vert',
          $: 'dollar',
          ';': 'semi',
          '(': 'lpar',
          ')': 'rpar',
          '-': 'hyphen',
        };
        return `&${names[char]};`;
      }),
  },
  { name: 'base64', make: base64Of },
  { name: 'base64url', make: (text) => `token=${bytesOf(text).toString('base64url')}&x=1` },
  { name: 'base64, behind a path', make: (text) => `GET /api/v1/${base64Of(text).replaceAll('=', '')}` },
  { name: 'base64, wrapped', make: (text) => wrap(base64Of(text), 76, '\n') },
  { name: 'base64, wrapped short', make: (text) => wrap(base64Of(text), 20, '\r\n') },
  ...['# ', '// ', ' * ', '> ', '-- ', ';; '].map((sign) => ({
    name: `base64 in lines behind '${sign}'`,
    make: (text: string) => `${sign}${wrap(base64Of(text), 40, `\n${sign}`)}\n`,
  })),
  { name: 'base64 of UTF-16', make: (text) => Buffer.from(text, 'utf16le').toString('base64') },
  { name: 'base64, twice', make: (text) => base64Of(base64Of(text)) },
  { name: 'base32', make: base32Of },
  { name: 'base32, lower case', make: (text) => base32Of(text).toLowerCase().replaceAll('=', '') },
  { name: 'hexadecimal', make: hexOf },
  { name: 'hexadecimal, upper case', make: (text) => hexOf(text).toUpperCase() },
  ...[' ', ':', '-', ',', '\t', '|'].map((sign) => ({
    name: `hexadecimal with '${sign}'`,
    make: (text: string) => pairsOf(text).join(sign),
  })),
  {
    name: 'hexadecimal with 0x',
    make: (text) =>
      pairsOf(text)
        .map((pair) => `0x${pair}`)
        .join(', '),
  },
  {
    name: 'hexadecimal with 0X',
    make: (text) =>
      pairsOf(text)
        .map((pair) => `0X${pair.toUpperCase()}`)
        .join(','),
  },
  {
    name: 'hexadecimal of assemblers',
    make: (text) =>
      `db ${pairsOf(text)
        .map((pair) => `${pair}h`)
        .join(', ')}`,
  },
  { name: 'hexadecimal in groups of four', make: (text) => wrap(hexOf(text), 4, ' ') },
  { name: 'hexadecimal in groups of eight', make: (text) => wrap(hexOf(text), 8, ' ') },
  { name: 'hexadecimal in one number', make: (text) => `0x${hexOf(text)}` },
  { name: 'quoted-printable', make: quotedPrintableOf },
  {
    name: 'quoted-printable with blanks behind the line',
    make: (text) => quotedPrintableOf(text).replaceAll('=\r\n', '=  \r\n'),
  },
  { name: 'ROT13', make: rot13 },
  { name: 'reversed', make: (text) => Array.from(text).reverse().join('') },
  { name: 'zero-width', make: (text) => Array.from(text).join('\u200b') },
  { name: 'soft hyphens', make: (text) => everyNth(text, 3, (char) => `${char}\u00ad`) },
  {
    name: 'Unicode tags',
    make: (text) =>
      `Have a nice day${Array.from(text, (char) => (char >= ' ' && char <= '~' ? String.fromCodePoint(0xe0000 + char.charCodeAt(0)) : char)).join('')}`,
  },
  {
    name: 'full-width',
    make: (text) =>
      Array.from(text, (char) =>
        char > ' ' && char <= '~' ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char,
      ).join(''),
  },
  {
    name: 'mathematical letters',
    make: (text) => text.replace(/[a-z]/g, (char) => String.fromCodePoint(0x1d5ba + char.charCodeAt(0) - 97)),
  },
  { name: 'Cyrillic look-alikes', make: (text) => Array.from(text, (char) => CYRILLIC[char] ?? char).join('') },
  {
    name: 'UTF-16',
    make: (text) => Buffer.from(text, 'utf16le').toString('latin1'),
  },
  { name: 'gzip in base64', make: (text) => gzipSync(text).toString('base64') },
  { name: 'zlib in base64', make: (text) => deflateSync(text).toString('base64') },
  {
    name: 'ZIP archive in base64',
    make: (text) => zipOf([{ name: 'notes', content: bytesOf(text), method: 8, size: 'behind' }]).toString('base64'),
  },
  {
    name: 'ZIP archive in hexadecimal',
    make: (text) => zipOf([{ name: 'notes', content: bytesOf(text), method: 8 }]).toString('hex'),
  },
  { name: 'gzip in hexadecimal', make: (text) => gzipSync(text).toString('hex') },
  { name: 'character codes', make: (text) => `String.fromCharCode(${[...bytesOf(text)].join(',')})` },
  { name: 'character codes with blanks', make: (text) => `'${[...bytesOf(text)].join(' ')}'.split(' ')` },
  {
    name: 'character codes, a call for each',
    make: (text) => Array.from(bytesOf(text), (code) => `String.fromCharCode(${code})`).join('+'),
  },
  {
    name: 'character codes, a call of SQL for each',
    make: (text) => Array.from(bytesOf(text), (code) => `CHR(${code})`).join(' || '),
  },
  {
    name: 'character codes, a cast of PowerShell for each',
    make: (text) => Array.from(bytesOf(text), (code) => `[char]${code}`).join('+'),
  },
  {
    name: 'a Buffer of Node, printed',
    make: (text) => JSON.stringify({ request: { body: { content: bytesOf(text) } } }, null, 4),
  },
  { name: 'a Uint8Array of Node', make: (text) => JSON.stringify(new Uint8Array(bytesOf(text))) },
  {
    name: 'a Uint8Array of Node, printed, behind a byte that is no ASCII',
    make: (text) => JSON.stringify({ n: 1, body: new Uint8Array([0xc3, 0xa9, 0x20, ...bytesOf(text)]) }, null, 2),
  },
  { name: 'percent in base64', make: (text) => base64Of(encodeURIComponent(text)) },
  { name: 'base64 in JSON in percent', make: (text) => encodeURIComponent(JSON.stringify({ data: base64Of(text) })) },
  { name: 'hexadecimal in base64', make: (text) => base64Of(hexOf(text)) },
  {
    name: 'full-width percent',
    make: (text) =>
      pairsOf(text)
        .map((pair) => `\uff05${pair}`)
        .join(''),
  },
  { name: 'colours of a terminal', make: (text) => text.replace(/[^]{3}/g, '$&\u001b[1;31m') },
  {
    name: 'colours of a terminal in JSON',
    make: (text) => JSON.stringify({ output: text.replace(/\w+/g, '\u001b[01;31m\u001b[K$&\u001b[m\u001b[K') }),
  },
  { name: 'letters struck over', make: (text) => text.replace(/\w/g, '$&\b$&') },
  { name: 'overlong UTF-8 in percent', make: (text) => text.replace(/[^]/gu, overlongOf) },
  {
    name: 'concatenation',
    make: (text) =>
      `x = ${inParts(text)
        .map((part) => `"${part}"`)
        .join(' + ')}`,
  },
  ...[
    ['SQL', "' || '"],
    ['Lua', "'..'"],
    ['Elixir', "' <> '"],
    ['Basic', "' & _\n    '"],
  ].map(([language, seam = '']) => ({
    name: `concatenation in ${language}`,
    make: (text: string) => `x = '${inParts(text).join(seam)}'`,
  })),
  {
    name: 'calls that append in JavaScript',
    make: (text) => `run(${inParts(text).map(quoted).join(').concat(').replace(')', '')}))`,
  },
  {
    name: 'a call that appends several in JavaScript',
    make: (text) => {
      const [first = '', ...others] = inParts(text).map(quoted);
      return `run(${first}.concat(${others.join(', ')}))`;
    },
  },
  {
    name: 'statements that append',
    make: (text) =>
      inParts(text)
        .map((part, i) => `${i === 0 ? 'let s =' : 's +='} ${quoted(part)};`)
        .join('\n'),
  },
  {
    name: 'statements that append in PHP',
    make: (text) =>
      inParts(text)
        .map((part, i) => `$s${i === 0 ? '=' : '.='}${quoted(part)}`)
        .join(';'),
  },
  {
    name: 'a template',
    make: (text) =>
      `\`${inParts(text)
        .map((part, i) => (i % 2 === 0 ? `\${${quoted(part)}}` : part.replace(/[`\\]/g, '\\$&')))
        .join('')}\``,
  },
  { name: 'a list put together in JavaScript', make: (text) => `exec(${JSON.stringify(inParts(text))}.join(''))` },
  { name: 'a list put together in Python', make: (text) => `run("".join(${JSON.stringify(inParts(text), null, 2)}))` },
  { name: 'a list put together in PowerShell', make: (text) => `iex (@('${inParts(text).join("','")}') -join '')` },
  {
    name: 'words put together in Ruby',
    for: 'commands',
    make: (text) => `system ['${text.split(' ').join("', '")}'].join(' ')`,
  },
  { name: 'quotes in words', for: 'commands', make: (text) => inWords(text, (word) => `${word[0]}''${word.slice(1)}`) },
  {
    name: 'letters in quotes',
    for: 'commands',
    make: (text) => inWords(text, (word) => `${word[0]}"${word[1]}"${word.slice(2)}`),
  },
  { name: 'backslashes', for: 'commands', make: (text) => inWords(text, (word) => `${word[0]}\\${word.slice(1)}`) },
  { name: '$IFS', for: 'commands', make: (text) => text.replaceAll(' ', '${IFS}') },
  { name: '$IFS$9', for: 'commands', make: (text) => text.replaceAll(' ', '$IFS$9') },
  {
    name: 'unset variables',
    for: 'commands',
    make: (text) => inWords(text, (word) => `${word[0]}\${x}${word.slice(1)}`),
  },
  { name: 'positional', for: 'commands', make: (text) => inWords(text, (word) => `${word[0]}$@${word.slice(1)}`) },
  {
    name: 'assembled variables',
    for: 'commands',
    make: (text) => {
      let count = 0;
      const set: string[] = [];
      const body = inWords(text, (word) => {
        const name = `v${count++}`;
        set.push(`${name}=${word.slice(0, 2)};`);
        return `\${${name}}${word.slice(2)}`;
      });
      return `${set.join('')}${body}`;
    },
  },
  {
    name: 'each letter in quotes',
    for: 'commands',
    make: (text) => inCommands(text, (word) => word.replace(/./g, '"$&"')),
  },
  {
    name: 'unset variables in quotes',
    for: 'commands',
    make: (text) => inCommands(text, (word) => `${word[0]}"\${x}"${word.slice(1)}`),
  },
  {
    name: 'words instead of unset variables',
    for: 'commands',
    make: (text) => inCommands(text, (word) => `\${x:-${word}}`),
  },
  { name: 'words that echo prints', for: 'commands', make: (text) => inCommands(text, (word) => `$(echo ${word})`) },
  {
    name: 'words that printf prints',
    for: 'commands',
    make: (text) => inCommands(text, (word) => `$(printf '\\x${hexOf(word).replace(/(..)(?=.)/g, '$1\\x')}')`),
  },
  {
    name: 'parts of variables',
    for: 'commands',
    make: (text) => {
      const set: string[] = [];
      const body = inCommands(text, (word) => {
        const name = `z${set.length}`;
        set.push(`${name}=xx${word[0]};${name}+=${word.slice(1)}yy;`);
        return `\${${name}:2:${word.length}}`;
      });
      return `${set.join('')}${body}`;
    },
  },
  {
    name: 'two fields',
    for: 'secrets',
    make: (text) => JSON.stringify({ a: text.slice(0, text.length >> 1), b: text.slice(text.length >> 1) }),
  },
  {
    name: 'two fields, in base64',
    for: 'secrets',
    make: (text) => base64Of(JSON.stringify({ a: text.slice(0, text.length >> 1), b: text.slice(text.length >> 1) })),
  },
  {
    name: 'three fields of a form',
    for: 'secrets',
    make: (text) => {
      const third = Math.ceil(text.length / 3);
      return [0, 1, 2].map((i) => `p${i}=${encodeURIComponent(text.slice(i * third, (i + 1) * third))}`).join('&');
    },
  },
];
