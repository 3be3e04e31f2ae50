import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EditList } from '../../src/detect/disguise/edit-list.js';
import { LiteralSearch } from '../../src/detect/literal-search.js';
import { LiteralHits } from '../../src/detect/scan/literal-hits.js';
import { LiteralScanner } from '../../src/detect/scan/literal-scanner.js';

/** A stretch that is the same in a text and in its view, and what stands behind it: in the text, and in the view instead. */
type Piece = readonly [same: string, written: string, shown: string];

const letters = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength });
const pieces: fc.Arbitrary<Piece[]> = fc.array(fc.tuple(letters(0, 60), letters(1, 4), letters(0, 2)), {
  maxLength: 8,
});

function made(parts: readonly Piece[]): { text: Buffer; view: Buffer; edits: EditList } {
  const edits = new EditList();
  let text = '';
  let view = '';
  for (const [same, written, shown] of parts) {
    text += same + written;
    view += same + shown;
    edits.add(0, view.length - shown.length, shown.length, text.length - written.length, text.length);
  }
  return { text: Buffer.from(text), view: Buffer.from(view), edits };
}

function listed(hits: LiteralHits): string[] {
  return Array.from({ length: hits.count }, (_, hit) =>
    [hits.literalOf(hit), hits.startOf(hit), hits.endOf(hit)].join(),
  );
}

test('what is found in a view by way of its text is what a look at the whole view finds, in the same order', () => {
  const literals = fc.uniqueArray(letters(1, 6), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(literals, pieces, fc.boolean(), (sought, parts, isKnown) => {
      const { text, view, edits } = made(parts);
      const search = new LiteralSearch(new LiteralScanner(sought));
      search.inText(text);
      const whole = new LiteralHits();
      new LiteralScanner(sought).scan(view, whole);
      expect(listed(search.inView(view, edits, isKnown ? text : Buffer.from(text)))).toEqual(listed(whole));
    }),
    { numRuns: 1_000 },
  );
});
