import { describe, expect, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';
import { testWith } from '../support/tools.js';
import { openReport, type Look } from './chromium.js';
import { chromium } from './launch-chromium.js';
import { contentOf, findingOf } from './content.js';
import { hostileContent, hostileTexts } from './hostile-content.js';

// A real browser on a machine that may be busy: time says nothing about what is tested.
jest.setTimeout(240_000);

const test = testWith(chromium !== undefined, 'Chromium (CHROMIUM_PATH, chromium or google-chrome)');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const many = Array.from({ length: 10_000 }, (_, n) => findingOf(n));
const few = many.slice(0, 250);

/** What an expression is on the page. It runs there, where the types of these files do not hold. */
async function ask(page: Page, expression: string): Promise<unknown> {
  return page.evaluate(expression);
}

async function textOf(page: Page, selector: string): Promise<string> {
  return String(await ask(page, `document.querySelector('${selector}').innerText`));
}

/** How many elements there are. */
async function countOf(page: Page, selector: string): Promise<number> {
  return Number(await ask(page, `document.querySelectorAll('${selector}').length`));
}

/** Types into the search field, in which nothing is left of what stood there. */
async function search(page: Page, text: string): Promise<void> {
  await ask(page, `document.querySelector('#search').value = ''`);
  await page.type('#search', text);
}

/** Column `n` of the list, from 1. */
async function column(page: Page, n: number): Promise<string[]> {
  const cells = `document.querySelectorAll('#table tbody td:nth-child(${n})')`;
  return (await ask(page, `[...${cells}].map((cell) => cell.innerText)`)) as string[];
}

async function seriousProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  return results.violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
}

describe('the report page in a browser', () => {
  test('renders, asks nobody for anything and breaks no policy of its own', async () => {
    const { page, requests, complaints } = await openReport(contentOf(few));
    expect(await textOf(page, '.total')).toMatch(/^250 findings/);
    expect(await textOf(page, '.story')).toMatch(
      /Came in from docs\.example\.com:443[^]*Sent out to paste\.example\.net/,
    );
    expect(await column(page, 1)).toHaveLength(100);
    expect(await ask(page, `document.querySelector('#chart canvas').width`)).toBeGreaterThan(300);
    expect(requests).toEqual([page.url()]);
    expect(complaints).toEqual([]);
  });

  test('finds words in any column, and by severity and direction', async () => {
    const { page } = await openReport(contentOf(few));
    await page.type('#search', 'JWT paste');
    const found = few.filter(({ pattern, dest }) => pattern === 'jwt' && dest.startsWith('paste'));
    expect(found.length).toBeGreaterThan(0);
    expect(await textOf(page, '#shown')).toBe(`${found.length} of 250`);
    expect(new Set(await column(page, 3))).toEqual(new Set(['jwt']));
    await ask(page, `document.querySelector('#search').value = ''`);
    await page.select('#severity', 'critical');
    await page.select('#direction', 'inbound');
    const both = few.filter(({ severity, direction }) => severity === 'critical' && direction === 'inbound');
    expect(await textOf(page, '#shown')).toBe(`${both.length} of 250`);
  });

  test('a name in a ranking shows its findings', async () => {
    const { page } = await openReport(contentOf(few));
    await page.click('[data-search="ops"]');
    const ofOps = few.filter(({ agent }) => agent === 'ops').length;
    expect(await textOf(page, '#shown')).toBe(`${ofOps} of 250`);
    expect(await page.evaluate('document.activeElement.id')).toBe('findings');
  });

  test('is used with the keyboard alone: skip link, order, pages', async () => {
    const { page } = await openReport(contentOf(few));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.focus('th[data-column="count"] button');
    await page.keyboard.press('Enter');
    expect(await ask(page, `document.querySelector('th[data-column="count"]').ariaSort`)).toBe('descending');
    expect((await column(page, 9))[0]).toBe(String(Math.max(...few.map(({ count = 1 }) => count))));
    await page.keyboard.press('Space');
    expect((await column(page, 9))[0]).toBe('1');
    await page.focus('#next');
    await page.keyboard.press('Enter');
    expect(await textOf(page, '#page')).toBe('Page 2 of 3');
  });

  test('what came from traffic stays text: nothing runs, nothing is loaded, nothing is added to the page', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { page, requests, complaints } = await openReport(hostileContent(address));
      for (const text of hostileTexts(address).slice(0, 3)) {
        await search(page, text.slice(0, 20));
      }
      for (const button of await page.$$('button[data-search]')) await button.click();
      expect(await page.evaluate('globalThis.pwned')).toBeUndefined();
      expect(
        await countOf(page, 'img, iframe, link, base, object, embed, a:not(.skip), meta[http-equiv=refresh]'),
      ).toBe(0);
      expect(await countOf(page, 'script')).toBe(2);
      expect(await countOf(page, 'style')).toBe(1);
      expect({ asked, complaints, requests }).toEqual({ asked: [], complaints: [], requests: [page.url()] });
      await search(page, 'onerror');
      expect(await column(page, 5)).toEqual([hostileTexts(address)[0]]);
    } finally {
      server.close();
    }
  });

  test('ten thousand findings put a hundred rows on the page, and are searched whole', async () => {
    const { page } = await openReport(contentOf(many));
    expect(await textOf(page, '#shown')).toBe('10,000 of 10,000');
    expect(await column(page, 1)).toHaveLength(100);
    await page.type('#search', 'registry');
    const found = many.filter(({ dest }) => dest.startsWith('registry')).length;
    expect(await textOf(page, '#shown')).toBe(`${found.toLocaleString('en')} of 10,000`);
  });

  const looks: Look[] = [{ scheme: 'light' }, { scheme: 'dark' }, { locale: 'he' }, { locale: 'ja' }];
  for (const look of looks) {
    test(`axe finds nothing to mend: ${JSON.stringify(look)}`, async () => {
      const { page } = await openReport(contentOf(few), look);
      await ask(page, `document.querySelector('details').open = true`);
      expect(await seriousProblems(page)).toEqual([]);
    });
  }

  test('reads from right to left where the language does, but addresses do not', async () => {
    const { page } = await openReport(contentOf(few), { locale: 'he' });
    const left = async (selector: string): Promise<number> =>
      Number(await ask(page, `document.querySelector('${selector}').getBoundingClientRect().left`));
    expect(await left('th[data-column="first"]')).toBeGreaterThan(await left('th[data-column="count"]'));
    expect(await ask(page, `document.querySelector('#table code').dir`)).toBe('ltr');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('fits a narrow window, and paper takes more rows than the screen', async () => {
    const { page } = await openReport(contentOf(few));
    await page.setViewport({ width: 380, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await column(page, 1)).toHaveLength(250);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await column(page, 1)).toHaveLength(100);
    await page.emulateMediaType('print');
    expect(await ask(page, `document.querySelector('.pages').checkVisibility()`)).toBe(false);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });
});
