// Takes the pictures of the report page that README.md shows, with the texts that readers get.
//   npm run build && node build/test/report/screenshots.js [folder]        default: docs
//   pngquant --ext .png --force 64 docs/report-*.png                       to a third of the size
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportPage } from '../../src/report/page.js';
import { writingIn } from '../../src/report/writing.js';
import { lookUp } from '../../src/text/locale/lookup.js';
import { textsIn } from '../../src/text/texts.js';
import { contentOf, findingOf } from './content.js';
import { chromium, launchChromium } from './launch-chromium.js';

const SHOTS = [
  { name: 'light', locale: 'en', scheme: 'light' },
  { name: 'dark', locale: 'en', scheme: 'dark' },
  { name: 'japanese', locale: 'ja', scheme: 'light' },
  { name: 'hebrew', locale: 'he', scheme: 'light' },
] as const;

const WIDTH = 1_200;
/** Down to the first rows of the list. */
const HEIGHT = 1_850;
const FINDINGS = 1_240;

if (chromium === undefined) throw new Error('this machine has no Chromium; CHROMIUM_PATH may name one');
const target = process.argv[2] ?? 'docs';
const folder = mkdtempSync(join(tmpdir(), 'tg-shots-'));
const browser = await launchChromium(join(folder, 'profile'));
try {
  const content = contentOf(Array.from({ length: FINDINGS }, (_, n) => findingOf(n)));
  for (const { name, locale, scheme } of SHOTS) {
    const file = join(folder, `${name}.html`);
    const texts = textsIn(lookUp(locale));
    // The sidecar says its warnings in the language that it is asked in.
    const message = texts('status.watch_unreadable', { count: 1 });
    const status = content.status && { ...content.status, warnings: [{ code: 'status.watch_unreadable', message }] };
    writeFileSync(file, reportPage({ ...content, status }, writingIn(locale, texts)));
    const page = await browser.newPage();
    await page.setViewport({ width: WIDTH, height: HEIGHT });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(`file://${file}`);
    await page.screenshot({ path: join(target, `report-${name}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
