import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printable } from '../../src/text/printable.js';
import { isolated } from '../../src/text/locale/isolate.js';
import { lookUp } from '../../src/text/locale/lookup.js';
import { textsIn } from '../../src/text/texts.js';

/** Isolates as they are read in a failure: `[` for left-to-right, `<` for first-strong, `]` for the end. */
const seen = (text: string): string =>
  text.replace(/[\u2066\u2068\u2069]/g, (mark) => ({ '\u2066': '[', '\u2068': '<', '\u2069': ']' })[mark] ?? mark);
const words = (value: string) => ({ value, isArgument: false });
const argument = (value: string) => ({ value, isArgument: true });

test.each([
  ['a command in a sentence', [words('הריצו "traffic-guardian start".')], 'הריצו ["traffic-guardian start"].'],
  ['a flag', [words('הוסיפו --yes עכשיו')], 'הוסיפו [--yes] עכשיו'],
  ['a path as argument', [words('הקובץ '), argument('/srv/a.json'), words(' חסר')], 'הקובץ </srv/a.json] חסר'],
  [
    'a command with arguments is one piece',
    [words('הריצו: chmod '), argument('600'), words(' '), argument('/a')],
    'הריצו: [chmod 600 /a]',
  ],
  ['an argument in its quotes', [words('אין פקודה "'), argument('x'), words('".')], 'אין פקודה "<x]".'],
  ['an argument of the same direction', [words('הסיבה: '), argument('אין מקום')], 'הסיבה: <אין מקום]'],
  ['each line of an argument', [words('בעיות:\n'), argument('א\nב')], 'בעיות:\nא\nב'],
  [
    'a line of code alone',
    [words('דוגמאות:\n  traffic-guardian start --json')],
    'דוגמאות:\n  traffic-guardian start --json',
  ],
  ['brackets of the sentence stay outside', [words('הבורר (SHA-256) כאן')], 'הבורר ([SHA-256]) כאן'],
])('%s', (_, pieces, expected) => expect(seen(isolated(pieces))).toBe(expected));

test('nothing but marks is added, and each has its end on its own line', () => {
  const text = fc.string({ unit: fc.constantFrom('א', 'ع', 'a', 'Z', '-', ' ', '"', '(', ')', '.', '\n', '7') });
  fc.assert(
    fc.property(fc.array(fc.record({ value: text, isArgument: fc.boolean() }), { maxLength: 6 }), (pieces) => {
      const joined = isolated(pieces);
      expect(joined.replace(/[\u2066\u2068\u2069]/g, '')).toBe(pieces.map(({ value }) => value).join(''));
      for (const line of joined.split('\n')) expect(printable(line)).toBe(line);
    }),
  );
});

test('arguments of a Hebrew text are isolated, numbers and choices are not', () => {
  const he = lookUp('he');
  const texts = textsIn(he, {
    'store.degraded': '{store, select, findings {ממצאים} audit {יומן} other {רישום}} ({code}).',
    'status.bytes_dropped': '{bytes, number} בתים',
  });
  expect(seen(texts('store.degraded', { store: 'audit', code: 'ENOSPC' }))).toBe('יומן (<ENOSPC]).');
  expect(texts('status.bytes_dropped', { bytes: 12_345 })).toBe('12,345 בתים');
});

test('what others wrote cannot turn a line around', () => {
  expect(printable('a\u202eb\u2067c\u2069\u200f')).toBe('a?b?c??');
  expect(printable('a\u2069b\u2066')).toBe('a?b?');
  expect(printable('\u2068a\u2066b\u2069\u2069')).toBe('\u2068a\u2066b\u2069\u2069');
});
