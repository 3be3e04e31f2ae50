import { expect, test } from '@jest/globals';
import { unicode } from '../../../src/detect/disguise/unicode.js';
import { ViewBuilder } from '../../../src/detect/disguise/view.js';

/** What a reader sees; undefined where that is what is written. */
function seen(text: string): string | undefined {
  const source = Buffer.from(text);
  const out = new ViewBuilder(source.length);
  return unicode(source, out) ? out.bytes.toString('latin1') : undefined;
}

test('a look-alike is seen wherever it stands in a long text', () => {
  for (let at = 480; at < 1_040; at++) {
    const [before, behind] = ['a'.repeat(at), 'b'.repeat(700)];
    expect(seen(`${before}\uff43url${behind}`)).toBe(`${before}curl${behind}`);
    expect(seen(`\u00e9${before}\u200bx${behind}`)?.slice(2)).toBe(`${before}x${behind}`);
  }
});

test.each(['nothing but letters', `${'é'.repeat(300)} letters of other languages ${'語'.repeat(300)}`])(
  'a text in which nothing looks like something else has no view: %s',
  (text) => {
    expect(seen(text)).toBeUndefined();
  },
);
