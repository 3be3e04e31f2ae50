import { describe, expect, test } from '@jest/globals';
import { Progress } from '../../../src/cli/scan/progress.js';
import { englishTexts } from '../../../src/text/texts.js';

function progressOn(
  isTTY: boolean,
  wanted: boolean,
): { progress: Progress; at: (ms: number) => void; shown: string[] } {
  let now = 5_000;
  const shown: string[] = [];
  const output = { isTTY, write: (text: string) => shown.push(text) };
  const progress = new Progress({ texts: englishTexts, unit: 'files', wanted, output, clock: () => now });
  return { progress, shown, at: (ms) => void (now = 5_000 + ms) };
}

describe('progress', () => {
  test('is not shown for work that is soon over', () => {
    const { progress, at, shown } = progressOn(true, true);
    at(999);
    progress.step({ items: 1 });
    expect(shown).toEqual([]);
  });

  test('is one line on a terminal that changes a few times a second and goes away', () => {
    const { progress, at, shown } = progressOn(true, false);
    for (let ms = 0; ms <= 2_000; ms += 10) {
      at(ms);
      progress.step({ items: 1, bytes: 10_000, findings: 1 });
    }
    progress.clear();
    expect(shown).toHaveLength(6);
    expect(shown[0]).toBe('\r101 files, 1 MB, 101 findings, 1 s\u001b[K');
    expect(shown.at(-1)).toBe('\r\u001b[K');
  });

  test('elsewhere is a line now and then, and only when asked for', () => {
    const asked = progressOn(false, true);
    const not = progressOn(false, false);
    for (let ms = 0; ms <= 12_000; ms += 100) {
      for (const { progress, at } of [asked, not]) {
        at(ms);
        progress.step({ items: 1 });
      }
    }
    expect(asked.shown).toEqual([11, 61, 111].map((items) => expect.stringMatching(`^${items} files, .*\n$`)));
    expect(not.shown).toEqual([]);
  });
});
