import { readFileSync } from 'node:fs';
import { icuTreeOf } from '../icu-tree.mjs';
import { header } from './header.mjs';

/** The English messages, and for each code the arguments its text needs. */
export function fromCatalogue(file) {
  const messages = JSON.parse(readFileSync(file, 'utf8'));
  const taken = Object.entries(messages).map(([code, text]) => [code, typeOf(argumentsOf(icuTreeOf(text)))]);
  const lines = taken.map(([code, type]) => `  '${code}': ${type};`);
  return [
    header(file),
    "import type { Argument } from './argument.js';",
    '',
    '/** Every message code, with the arguments that its text takes. */',
    'export interface MessageArguments {',
    ...lines,
    '}',
    '',
    '/**',
    ' * Every message with its arguments, those together whose texts take the same. A union with a member for each code is more',
    ' * than the compiler compares (TS2590, from a thousand members on).',
    ' */',
    'export type AnyMessage =',
    ...alike(taken),
    '',
    '/** The canonical English texts. Other languages are read from i18n/ beside the program. */',
    `export const english: Readonly<Record<keyof MessageArguments, string>> = ${JSON.stringify(messages, null, 2)};`,
    '',
  ].join('\n');
}

function typeOf(args) {
  const fields = [...args].sort().map(([name, type]) => `${name}: ${type}`);
  return fields.length > 0 ? `{ ${fields.join('; ')} }` : 'Record<string, never>';
}

function alike(taken) {
  const codes = new Map();
  for (const [code, type] of taken) codes.set(type, [...(codes.get(type) ?? []), `'${code}'`]);
  const members = [...codes].map(([type, all]) => `  | { readonly code: ${all.join(' | ')}; readonly args: ${type} }`);
  return [...members.slice(0, -1), `${members.at(-1)};`];
}

/** Collects argument names from an ICU syntax tree; the numbers are the parser's element types. */
function argumentsOf(elements, found = new Map()) {
  for (const element of elements) {
    if (element.type === 1) add(element.value, 'Argument');
    if (element.type === 2 || element.type === 6) add(element.value, 'number');
    // A time of ISO 8601, which goes over sockets as it is.
    if (element.type === 3 || element.type === 4) add(element.value, 'string');
    if (element.type === 5) add(element.value, 'string');
    for (const option of Object.values(element.options ?? {})) argumentsOf(option.value, found);
  }
  return found;
  function add(name, type) {
    if (!found.has(name)) found.set(name, type);
  }
}
