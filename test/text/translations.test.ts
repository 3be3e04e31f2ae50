import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { english } from '../../src/text/catalogue.generated.js';
import { languages } from '../../src/text/locale/languages.js';
import { lookUp } from '../../src/text/locale/lookup.js';
import { textsIn, type MessageCode, type Texts } from '../../src/text/texts.js';
import { run } from '../support/run.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const i18n = join(root, 'i18n');
const translated = languages.filter(({ tag }) => tag !== 'en');
const codes = Object.keys(english) as MessageCode[];

interface TranslationProblem {
  readonly locale: string;
  readonly key: string;
  readonly code: string;
  readonly message: string;
}

async function tool(...args: string[]): Promise<{ stdout: string; exitCode: number | undefined }> {
  const { stdout, exitCode } = await run(process.execPath, [join(root, 'scripts/translations.mjs'), ...args], {
    reject: false,
  });
  return { stdout, exitCode };
}

describe('the translations that there are', () => {
  test('every language has its catalogue', () => {
    expect(translated.filter(({ tag }) => !existsSync(join(i18n, `${tag}.json`)))).toEqual([]);
  });

  test('none is missing without being declared, stale, broken, or without its arguments and commands', async () => {
    const { stdout } = await tool('check', '--json');
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test.each(translated)('$englishName: every text can be rendered, for one and for many', ({ tag }) => {
    const inEnglish: string[] = [];
    const texts = textsIn(lookUp(tag), undefined, (code) => inEnglish.push(code));
    const declared = JSON.parse(readFileSync(join(i18n, 'untranslated.json'), 'utf8')) as Record<string, string[]>;
    for (const code of codes) {
      for (const count of [0, 1, 2, 5, 11, 1_000_000]) {
        const args = Object.fromEntries(namesIn(english[code]).map((name) => [name, count]));
        const said = (texts as (code: MessageCode, args: object) => string)(code, args);
        expect(said).not.toBe('');
      }
    }
    expect([...new Set(inEnglish)].sort()).toEqual(declared[tag] ?? []);
  });

  test.each(translated)('$englishName tells its reader in that language what stands in English', ({ tag }) => {
    const said: Texts = textsIn(lookUp(tag));
    const guidance = said('locale.partial', { page: 'README.md', option: '--locale en' });
    expect(guidance).not.toBe(textsIn(lookUp('en'))('locale.partial', { page: 'README.md', option: '--locale en' }));
    expect(guidance.replace(/[\u2066-\u2069]/g, '')).toContain('"README.md"');
  });
});

/** Names of arguments as far as they matter here: words right behind an opening brace. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? '');
}

describe('the check', () => {
  let folder: string;
  const source = {
    a: 'Run "traffic-guardian start" with --yes in {folder}.',
    b: '{count, plural, one {# file} other {# files}}',
    c: 'Set NODE_EXTRA_CA_CERTS=<file>.',
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tg-i18n-'));
    mkdirSync(join(folder, 'source-hashes'));
    writeFileSync(join(folder, 'en.json'), JSON.stringify(source));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const good = {
    a: 'Führen Sie "traffic-guardian start" mit --yes in {folder} aus.',
    b: '{count, plural, one {# Datei} other {# Dateien}}',
    c: 'Setzen Sie NODE_EXTRA_CA_CERTS=<Datei>.',
  };

  async function checked(texts: Record<string, string>): Promise<TranslationProblem[]> {
    const trial = mkdtempSync(join(folder, 'trial-'));
    cpSync(join(folder, 'en.json'), join(trial, 'en.json'));
    writeFileSync(join(trial, 'de.json'), JSON.stringify(good));
    await tool('accept', 'de', '--i18n', trial);
    writeFileSync(join(trial, 'de.json'), JSON.stringify(texts));
    const { stdout, exitCode } = await tool('check', '--json', '--i18n', trial);
    const problems = JSON.parse(stdout) as TranslationProblem[];
    expect(exitCode).toBe(problems.length > 0 ? 1 : 0);
    return problems;
  }

  test('is content with a right translation', async () => expect(await checked(good)).toEqual([]));

  test.each([
    ['a missing text', { ...good, a: undefined }, 'missing'],
    ['a text that is no message', { ...good, z: 'was?' }, 'unknown'],
    ['broken ICU', { ...good, b: '{count, plural, one {# Datei}' }, 'icu'],
    ['a plural without other', { ...good, b: '{count, plural, one {# Datei}}' }, 'icu'],
    ['a plural category that the language lacks', { ...good, b: '{count, plural, two {#} other {#}}' }, 'plural'],
    ['a lost argument', { ...good, a: 'Führen Sie "traffic-guardian start" mit --yes aus.' }, 'arguments'],
    [
      'a renamed argument',
      { ...good, a: 'Führen Sie "traffic-guardian start" mit --yes in {ordner} aus.' },
      'arguments',
    ],
    ['an argument of another type', { ...good, b: '{count} Dateien' }, 'arguments'],
    ['a translated command', { ...good, a: 'Führen Sie "verkehrswächter start" mit --yes in {folder} aus.' }, 'code'],
    ['a translated flag', { ...good, a: 'Führen Sie "traffic-guardian start" mit --ja in {folder} aus.' }, 'code'],
    ['a changed variable', { ...good, c: 'Setzen Sie NODE_EXTRA_CERTS.' }, 'code'],
    ['an empty text', { ...good, c: '' }, 'empty'],
  ])('finds %s', async (_, texts, code) => {
    const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as Record<
      string,
      string
    >;
    expect((await checked(given)).map((problem) => problem.code)).toContain(code);
  });

  test('finds a text whose English has changed, lets it be deferred, and forgets that once it is translated', async () => {
    const trial = mkdtempSync(join(folder, 'trial-'));
    writeFileSync(join(trial, 'en.json'), JSON.stringify(source));
    writeFileSync(join(trial, 'de.json'), JSON.stringify(good));
    await tool('accept', 'de', '--i18n', trial);
    writeFileSync(join(trial, 'en.json'), JSON.stringify({ ...source, c: 'Unset NODE_EXTRA_CA_CERTS.', d: 'New.' }));
    const problems = JSON.parse((await tool('check', '--json', '--i18n', trial)).stdout) as TranslationProblem[];
    expect(problems.map(({ key, code }) => [key, code])).toEqual([
      ['d', 'missing'],
      ['c', 'stale'],
    ]);

    await tool('defer', '--i18n', trial);
    expect(await tool('check', '--i18n', trial)).toEqual({ stdout: '', exitCode: 0 });
    expect(JSON.parse(readFileSync(join(trial, 'untranslated.json'), 'utf8'))).toEqual({ de: ['c', 'd'] });
    expect(JSON.parse(readFileSync(join(trial, 'de.json'), 'utf8'))).toEqual({ a: good.a, b: good.b });

    const file = join(trial, 'more.json.txt');
    writeFileSync(file, JSON.stringify({ c: 'Löschen Sie NODE_EXTRA_CA_CERTS.', d: 'Neu.' }));
    expect(await tool('put', 'de', file, '--i18n', trial)).toMatchObject({ exitCode: 0 });
    expect(await tool('check', '--i18n', trial)).toEqual({ stdout: '', exitCode: 0 });
    expect(JSON.parse(readFileSync(join(trial, 'untranslated.json'), 'utf8'))).toEqual({});
  });
});
