import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { terminal } from '../../../src/detect/disguise/terminal.js';
import { ViewBuilder } from '../../../src/detect/disguise/view.js';

/** What is left of a text, or undefined when there was nothing to take out. */
function shown(text: string): string | undefined {
  const out = new ViewBuilder(text.length);
  return terminal(Buffer.from(text, 'latin1'), out) ? out.bytes.toString('latin1') : undefined;
}

describe('what a terminal shows', () => {
  test.each([
    ['a colour', '\x1b[31mred\x1b[0m', 'red'],
    ['colours of 24 bits', '\x1b[38;2;255;100;0mred\x1b[m', 'red'],
    ['grep, which erases to the end of the line', '\x1b[01;31m\x1b[Kfound\x1b[m\x1b[K here', 'found here'],
    ['a link, ended as ECMA-48 says', '\x1b]8;;https://example.com\x1b\\text\x1b]8;;\x1b\\', 'text'],
    ['a title, ended as xterm does', '\x1b]0;title\x07text', 'text'],
    ['a set of letters', '\x1b(Btext', 'text'],
    ['a sequence of two bytes', '\x1b7text\x1b8', 'text'],
    ['letters struck over, as in manual pages', 'N\bNA\bAM\bME\bE', 'NAME'],
    ['a letter taken back', 'curk\bl', 'curl'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test.each([
    ['text without any', 'plain text\n'],
    ['an escape at the end', 'text\x1b'],
    ['a sequence that never ends', `\x1b[${'0;'.repeat(100)}m`],
    ['a string that never ends', `\x1b]0;${'x'.repeat(3_000)}`],
    ['a backspace at the beginning', '\btext'],
  ])('%s is left as it is', (_, text) => {
    expect(shown(text)).toBeUndefined();
  });

  test('what is left is a part of the text, and no bytes are made up', () => {
    const piece = fc.constantFrom('\x1b', '[', ']', '3', ';', 'm', '\b', '\x07', '\\', 'x', ' ', '(', 'P');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const left = shown(text) ?? text;
        let at = 0;
        for (const char of left) {
          at = text.indexOf(char, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('each edit leads back to where its bytes stand', () => {
    const text = Buffer.from('a\x1b[31mbc\x1b[0md', 'latin1');
    const out = new ViewBuilder(text.length);
    expect(terminal(text, out)).toBe(true);
    expect(out.edits.sourceOf(1, 3)).toEqual({ from: 6, to: 8 });
    expect(out.edits.within(1, 3)).toEqual(['terminal']);
  });
});
