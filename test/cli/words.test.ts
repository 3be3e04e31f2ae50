import { describe, expect, test } from '@jest/globals';
import { bytesShown, shareShown } from '../../src/text/amounts.js';
import { findingLine } from '../../src/cli/words/finding-line.js';
import { printable, printableJson } from '../../src/text/printable.js';
import { shellWord } from '../../src/text/shell-word.js';
import { timeFrom } from '../../src/cli/words/time-from.js';
import type { Finding } from '../../src/findings/finding.js';
import { recorded } from '../findings/samples.js';
import { englishTexts } from '../../src/text/texts.js';

describe('what is printed', () => {
  test('holds nothing that a terminal obeys', () => {
    const nasty = 'a\u001b[31mb\u0007\r\n\u009bc\u202ed\u2028e\u007f';
    expect(printable(nasty)).toBe('a?[31mb????c?d?e?');
    const json = printableJson({ nasty });
    expect(printable(json)).toBe(json);
    expect(JSON.parse(json)).toEqual({ nasty });
    const finding = { ...recorded(1), dest: nasty, agent: nasty, snippet: nasty, pattern: nasty } as Finding;
    const line = findingLine(finding, { texts: englishTexts, paint: (_, text) => text }, 'time');
    expect(printable(line)).toBe(line);
  });

  test('is one word for a shell', () => {
    expect(shellWord('http://local:a-_b@127.0.0.1:1')).toBe('http://local:a-_b@127.0.0.1:1');
    expect(shellWord("/a b/it's $HOME")).toBe(`'/a b/it'\\''s $HOME'`);
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [12_345, '12.3 kB'],
    [999_900, '1 MB'],
    [1_500_000_000, '1.5 GB'],
  ])('%d bytes are %s', (bytes, shown) => expect(bytesShown(bytes, englishTexts)).toBe(shown));

  test.each([
    [0, 0, '0 %'],
    [1, 3, '33.33 %'],
    [99_999_999, 100_000_000, '99.99 %'],
    [1, 100_000_000, '0.01 %'],
    [5, 5, '100 %'],
  ])('%d of %d is %s', (part, whole, shown) => expect(shareShown(part, whole, englishTexts)).toBe(shown));
});

describe('a time that was typed', () => {
  const now = new Date('2026-11-05T12:00:00.000Z');
  test.each([
    ['90s', '2026-11-05T11:58:30.000Z'],
    ['24h', '2026-11-04T12:00:00.000Z'],
    ['2w', '2026-10-22T12:00:00.000Z'],
    ['2026-11-05', '2026-11-05T00:00:00.000Z'],
    ['2026-11-05T14:30Z', '2026-11-05T14:30:00.000Z'],
    ['2026-11-05 14:30:00.5+02:00', '2026-11-05T12:30:00.500Z'],
  ])('%s is %s', (text, iso) => expect(timeFrom(text, now)).toBe(iso));

  test.each([
    '',
    'now',
    '1y',
    '-1h',
    '2026-13-01',
    '2026-02-30',
    '2026-11-31T14:30Z',
    '2026-11-05T14:30',
    '5 november',
    '999999w',
  ])('%s is none', (text) => expect(timeFrom(text, now)).toBeUndefined());
});
