import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FindingDraft } from '../../src/findings/finding.js';
import { MAX_SNIPPET_LENGTH, redactedSnippet, type RedactedSnippet } from '../../src/findings/redacted-snippet.js';
import { draft } from './samples.js';

describe('a redacted snippet', () => {
  test('shows words of the rule and lengths of what is hidden', () => {
    const snippet = redactedSnippet([
      { kind: 'word', text: 'Bearer ' },
      { kind: 'hidden', length: 37 },
    ]);
    expect(snippet).toBe('Bearer ‹37›');
  });

  test('never grows beyond the bound of the schema, and says when it was cut', () => {
    const part = fc.oneof(
      fc.record({ kind: fc.constant('word' as const), text: fc.string({ unit: 'grapheme', maxLength: 120 }) }),
      fc.record({ kind: fc.constant('hidden' as const), length: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const snippet = redactedSnippet(parts);
        expect(snippet.length).toBeLessThanOrEqual(MAX_SNIPPET_LENGTH);
      }),
    );
    const words = Array.from({ length: 30 }, () => ({ kind: 'word' as const, text: 'ignore all previous ' }));
    expect(redactedSnippet(words)).toMatch(/…$/);
  });

  test('carries no control characters and no faked lengths', () => {
    expect(redactedSnippet([{ kind: 'word', text: 'a\u001b[2J\n‹9›\u202eb' }])).toBe('a [2J  9  b');
    expect(redactedSnippet([{ kind: 'hidden', length: Number.NaN }])).toBe('‹?›');
  });

  test('cannot be a plain string: the compiler refuses it', () => {
    // @ts-expect-error text of the traffic is not a RedactedSnippet
    const snippet: RedactedSnippet = 'AKIAQWERTYUIOPASDFGH';
    // @ts-expect-error nor does it become one in a draft
    const wrong: FindingDraft = { ...draft(), snippet: `AKIA${snippet}` };
    expect(wrong.pattern).toBe('aws_access_key');
  });
});
