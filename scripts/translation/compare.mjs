// What a translation has to have in common with its English text: arguments, choices, and everything that is typed
// rather than read. Each problem is a code for programs and a sentence for people.
import { icuTreeOf } from '../icu-tree.mjs';

/** The parser's element types that have options (https://formatjs.github.io/docs/icu-messageformat-parser). */
const SELECT = 5;
const PLURAL = 6;
const NAMES = { 1: 'text', 2: 'number', 3: 'date', 4: 'time', 5: 'select', 6: 'plural' };

/**
 * Everything that is wrong with one translation.
 *
 * @returns problems `{ code, message }`; none when it can be used.
 */
export function problemsOf(locale, english, translated) {
  let elements;
  try {
    elements = icuTreeOf(translated);
  } catch (error) {
    return [{ code: 'icu', message: `is not ICU MessageFormat: ${error.message}` }];
  }
  return [
    ...differentArguments(argumentsOf(icuTreeOf(english)), argumentsOf(elements)),
    ...wrongCategories(locale, elements),
    ...differentCode(codeIn(english), codeIn(translated), translated),
    ...(translated.trim() === '' && english.trim() !== '' ? [{ code: 'empty', message: 'is empty' }] : []),
  ];
}

/** Argument names with their types, and the choices of each `select`. */
function argumentsOf(elements, found = new Set()) {
  for (const { type, value, options = {} } of elements) {
    if (NAMES[type] !== undefined) found.add(`${value} (${NAMES[type]})`);
    for (const [choice, option] of Object.entries(options)) {
      if (type === SELECT) found.add(`${value} = ${choice}`);
      argumentsOf(option.value, found);
    }
  }
  return found;
}

function differentArguments(wanted, given) {
  return [
    ...[...wanted].filter((each) => !given.has(each)).map((each) => `has lost the argument ${each}`),
    ...[...given].filter((each) => !wanted.has(each)).map((each) => `has an argument that English lacks: ${each}`),
  ].map((message) => ({ code: 'arguments', message }));
}

/** A plural has `other` and only categories that its language knows. */
function wrongCategories(locale, elements) {
  return elements.flatMap(({ type, value, pluralType, options = {} }) => {
    const within = Object.values(options).flatMap((option) => wrongCategories(locale, option.value));
    if (type !== PLURAL) return within;
    const known = new Intl.PluralRules(locale, { type: pluralType ?? 'cardinal' }).resolvedOptions().pluralCategories;
    const wrong = Object.keys(options).filter((each) => !each.startsWith('=') && !known.includes(each));
    return [
      ...within,
      ...wrong.map((each) => ({ code: 'plural', message: `plural of ${value}: ${locale} has no category ${each}` })),
      ...(options.other === undefined ? [{ code: 'plural', message: `plural of ${value} has no "other"` }] : []),
    ];
  });
}

/** What is typed and not read, so that no language may change it. */
const TYPED = [
  // Whole lines of examples.
  /(?<=^ {2})(?:[a-z]+ |\S+ \S+ \| ).*traffic-guardian.*$/gm,
  /(?<=^ {2})traffic-guardian.*$/gm,
  /`[^`]+`/g,
  /"[^"]*"/g,
  /(?<![\w-])--[a-z][a-z-]+/g,
  // Names of variables, identifiers, paths, files and addresses.
  /(?<![\w.])[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9](?!\w)/g,
  /(?<![\w.])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?!\w)/g,
  /(?<![\w/.{}'-])(?:~|\.{1,2})?\/[\w.-]+(?:\/[\w.*-]+)*/g,
  /(?<![\w/.-])[\w-]+\.(?:json|jsonl|log|md|pem|mjs|env)(?!\w)/g,
  /https?:\/\/[^\s,;)"]+[^\s,;).:"]/g,
  // Severities are what a reader types behind --severity; the other three are everyday words too.
  /(?<!\w)(?:critical|EXFIL|INJECTION|SIGHUP|FINGERPRINT|PROFILE|(?:\d+\.){3}\d+)(?!\w)/g,
];

function codeIn(text) {
  return new Set(TYPED.flatMap((pattern) => text.match(pattern) ?? []));
}

function differentCode(wanted, given, translated) {
  return [
    ...[...wanted].filter((each) => !translated.includes(each)).map((each) => `must keep unchanged: ${each}`),
    ...[...given].filter((each) => !wanted.has(each)).map((each) => `has code that English lacks: ${each}`),
  ].map((message) => ({ code: 'code', message }));
}
