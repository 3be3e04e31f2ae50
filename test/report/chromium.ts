import { afterAll, afterEach } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { reportPage, type ReportContent } from '../../src/report/page.js';
import { writingIn } from '../../src/report/writing.js';
import { englishTexts } from '../../src/text/texts.js';
import { launchChromium } from './launch-chromium.js';

const folder = mkdtempSync(join(tmpdir(), 'tg-page-'));
let browser: Browser | undefined;
const pages: OpenPage[] = [];

/** A page in a real browser, and what it did on its own account. */
export interface OpenPage {
  readonly page: Page;
  /** Addresses that were asked for, the file itself first. */
  readonly requests: readonly string[];
  /** Errors and refusals that the browser reports, such as those of the page's policy. */
  readonly complaints: readonly string[];
}

export interface Look {
  readonly locale?: string;
  readonly scheme?: 'light' | 'dark';
}

/** Opens a report in Chromium. */
export async function openReport(
  content: ReportContent,
  { locale = 'en', scheme = 'light' }: Look = {},
): Promise<OpenPage> {
  browser ??= await launchChromium(join(folder, 'profile'));
  const file = join(folder, `${pages.length}-${Math.random().toString(36).slice(2)}.html`);
  writeFileSync(file, reportPage(content, writingIn(locale, englishTexts)));
  const page = await browser.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => complaints.push(message.text()));
  await page.setViewport({ width: 1200, height: 1500 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(`file://${file}`, { timeout: 120_000 });
  const opened = { page, requests, complaints };
  pages.push(opened);
  return opened;
}

afterEach(async () => {
  for (const { page } of pages.splice(0)) await page.close();
});

afterAll(async () => {
  // A browser that does not close must not keep the tests from ending.
  const child = browser?.process();
  await Promise.race([browser?.close(), new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});
