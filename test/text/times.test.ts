import { describe, expect, test } from '@jest/globals';
import { languages } from '../../src/text/locale/languages.js';
import { lookUp } from '../../src/text/locale/lookup.js';
import { printable } from '../../src/text/printable.js';
import { englishTexts, textsIn } from '../../src/text/texts.js';
import { timeShown } from '../../src/text/times.js';
import { run } from '../support/run.js';

const ISO = '2026-11-05T14:03:09.123Z';

describe('a time', () => {
  test.each([
    ['en', /^Nov 5, 2026 \d\d:\d\d:09 UTC\S*$/],
    ['de', /^5\. Nov\. 2026 \d\d:\d\d:09 UTC\S*$/],
    ['ja', /^2026年11月5日 \d\d:\d\d:09 UTC\S*$/],
    ['pt-BR', /^5 de nov\. de 2026 \d\d:\d\d:09 UTC\S*$/],
    ['he', /^\u20685 בנוב׳ 2026 \d\d:\d\d:09 UTC\S*\u2069$/],
  ])('in %s has its day and month as they are written there', (tag, form) =>
    expect(timeShown(ISO, 'moment', lookUp(tag))).toMatch(form),
  );

  test.each(languages.map(({ tag }) => tag))('in %s has nothing that a terminal obeys, and no odd spaces', (tag) => {
    for (const form of ['moment', 'day-and-time', 'time'] as const) {
      for (let month = 1; month <= 12; month++) {
        const shown = timeShown(`2026-${String(month).padStart(2, '0')}-05T09:00:00Z`, form, lookUp(tag));
        expect(printable(shown)).toBe(shown);
        expect(shown).not.toMatch(/[\u00a0\u2009\u202f]/);
        expect(shown).toMatch(/\d\d:00:00/);
      }
    }
  });

  test('that is none stays as it was said', () => expect(timeShown('soon', 'moment', lookUp('en'))).toBe('soon'));

  test.each([
    ['UTC', 'Nov 5, 2026 14:03:09 UTC'],
    ['America/New_York', 'Nov 5, 2026 09:03:09 UTC-5'],
    ['Asia/Kolkata', 'Nov 5, 2026 19:33:09 UTC+05:30'],
    ['America/St_Johns', 'Nov 5, 2026 10:33:09 UTC-03:30'],
  ])('is on the clock of the machine, with its zone: %s', async (zone, shown) => {
    const times = new URL('../../src/text/times.js', import.meta.url).href;
    const script = `const { timeShown } = await import(${JSON.stringify(times)});
      console.log(timeShown(${JSON.stringify(ISO)}, 'moment', { language: { direction: 'ltr' }, formats: 'en' }));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env: { TZ: zone } });
    expect(stdout.trim()).toBe(shown);
  });
});

test('a text writes its times in the reader’s language, and a log as all logs do', () => {
  expect(textsIn(lookUp('ja'))('cli.suppress.active', { until: ISO })).toMatch(/2026年11月5日 \d\d:\d\d:09/);
  expect(englishTexts('cli.suppress.active', { until: ISO })).toBe(`until ${ISO}`);
});
