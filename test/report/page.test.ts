import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { html, jsonElement } from '../../src/report/html.js';
import { reportPage, type ReportContent } from '../../src/report/page.js';
import { writingIn } from '../../src/report/writing.js';
import { englishTexts } from '../../src/text/texts.js';
import { contentOf, findingOf } from './content.js';
import { hostileContent } from './hostile-content.js';

const english = writingIn('en', englishTexts);
/** The page without its script, its style and its data. */
function markupOf(content: ReportContent): string {
  return reportPage(content, english).replace(/<(script|style)\b[^]*?<\/\1>/g, '');
}

const page = reportPage(contentOf([findingOf(1)]), english);

describe('the page as a document', () => {
  test('lets run exactly its own script and style, and forbids every request', () => {
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
    const digest = (element: RegExp): string => {
      const text = element.exec(page)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    const directives = policy?.split('; ') ?? [];
    expect(directives).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        `script-src ${digest(/<script>([^]*?)<\/script>/)}`,
        `style-src ${digest(/<style>([^]*?)<\/style>/)}`,
        "base-uri 'none'",
        "form-action 'none'",
      ]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
  });

  test('stands before the policy only what declares the characters', () => {
    expect(page.slice(0, page.indexOf('Content-Security-Policy'))).not.toMatch(/<(?:script|style|link|img)/);
  });

  test('names no address to load from and has no attribute that runs or styles', () => {
    const markup = markupOf(hostileContent('http://127.0.0.1:9'));
    const tags = [...markup.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
    expect(tags.length).toBeGreaterThan(100);
    for (const tag of tags) {
      // What stands in quotes is the value of an attribute, whatever it looks like.
      const names = tag.replace(/(?<!\shref)="[^"]*"/g, '=""');
      expect(names).not.toMatch(/\s(?:src|action|style|on\w+)\s*=|href=(?!"#)/i);
    }
  });

  test('keeps the licence line of the library that it carries', () => {
    expect(/\/\*! uplot [\d.]+, MIT, Copyright .*? \*\//.exec(page)?.[0]).toContain('Leon Sorokin');
  });

  test('says when incidents and pauses are only the newest of more', () => {
    const content = contentOf([findingOf(1)]);
    expect(markupOf(content)).not.toContain('newest');
    const cut = markupOf({ ...content, incidentsInAll: 1_234, hasEarlierPauses: true });
    expect(cut).toContain('The newest 1 of 1,234 incidents.');
    expect(cut).toContain('Only the newest are shown; &quot;traffic-guardian audit show&quot; lists earlier ones.');
  });

  test('carries the newest findings and says how many there are in all', () => {
    const many = Array.from({ length: 20_005 }, (_, n) => findingOf(n));
    const content = contentOf(many);
    expect(content.findings.rows).toHaveLength(20_000);
    expect(markupOf(content)).toContain('The newest 20,000 of 20,005 findings');
  });

  test('says nothing of incidents where nobody looked for them', () => {
    const { incidents, ...content } = contentOf([]);
    expect(incidents).toHaveLength(1);
    expect(markupOf(content)).not.toContain('id="incidents"');
    expect(markupOf({ ...content, incidents: [] })).toContain('Nothing left an agent group');
  });

  test('says that nothing is known of coverage and protection when nothing runs', () => {
    const content = contentOf([]);
    const shown = markupOf({ ...content, status: undefined });
    expect(shown).toContain('Not known: the Traffic Guardian was not running');
    expect(shown).toContain('class="state down"');
  });
});

describe('markup', () => {
  test('takes any text as text, in content and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const markup = html`<p title="${text}">${text}</p>`.toString();
        const [, title, content] = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(markup) ?? [];
        const read = (escaped = ''): string =>
          escaped.replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => {
            return { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" }[name] ?? '';
          });
        expect([read(title), read(content)]).toEqual([text, text]);
      }),
    );
  });

  test('holds any value as JSON that cannot end its element', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.constantFrom('</script><b>', '<!--<script>')), (value) => {
        const element = jsonElement('x', { value }).toString();
        const json = /^<script type="application\/json" id="x">([^<>&]*)<\/script>$/.exec(element)?.[1] ?? '';
        expect(JSON.parse(json)).toEqual({ value });
      }),
    );
  });
});

describe('writing', () => {
  test.each([
    ['en', 'ltr'],
    ['ja', 'ltr'],
    ['he', 'rtl'],
    ['ar-EG', 'rtl'],
    ['az-Arab', 'rtl'],
    ['az', 'ltr'],
  ])('%s runs %s', (locale, direction) => {
    expect(writingIn(locale, englishTexts).direction).toBe(direction);
    expect(reportPage(contentOf([]), writingIn(locale, englishTexts)).slice(0, 200)).toContain(
      `<html lang="${locale}" dir="${direction}">`,
    );
  });

  test('shows a share as all or nothing only when it is', () => {
    expect([0, 1e-9, 0.5, 1 - 1e-9, 1].map(english.share)).toEqual(['0%', '0.01%', '50%', '99.99%', '100%']);
  });
});
