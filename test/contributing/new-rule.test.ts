import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { execa } from 'execa';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';

// The generator and the derived tests are run for real.
jest.setTimeout(240_000);

const ROOT = process.cwd();
const RULE = 'src/detect/rules/ai-api-key/acme.ts';
const BROKEN = 'src/detect/rules/ai-api-key/acme-broken.ts';
/** The name of the tests that look at a rule's examples with the whole catalogue. */
const AMONG_ALL = 'with all other rules';
const CATALOGUE = 'src/detect/rules/catalogue.generated.ts';

/** What the test run reports of each test. */
interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly status: string }[];
  }[];
}

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'tg-'));
  for (const name of ['src', 'scripts', 'hooks', 'i18n', 'setup', 'build', 'package.json', 'skill.json']) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
}

/** Puts one file of the copy into its build, as the compiler would. */
function build(file: string): void {
  const { outputText } = ts.transpileModule(readFileSync(join(copy, file), 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
  });
  write(join('build', file.replace(/\.ts$/, '.js')), outputText);
}

describe('the worked example of CONTRIBUTING.md', () => {
  test('is one file, and everything else follows from it', async () => {
    const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    expect(page).toContain(RULE);
    const example = /```ts\n([^]*?)```/.exec(page)?.[1] ?? '';
    write(RULE, example);
    // A rule whose example does not fit: the derived tests have to notice.
    write(BROKEN, example.replace("variant: 'acme'", "variant: 'acme-broken'").replace('acme_live_(', 'acme_dead_('));

    await execa(process.execPath, ['scripts/generate.mjs'], { cwd: copy, timeout: 120_000 });
    expect(readFileSync(join(copy, CATALOGUE), 'utf8')).toContain("'./ai-api-key/acme.js'");
    for (const file of [RULE, BROKEN, CATALOGUE]) build(file);

    const jestBin = join(ROOT, 'node_modules/jest/bin/jest.js');
    const run = await execa(
      process.execPath,
      // prettier-ignore
      ['--experimental-vm-modules', jestBin, 'test/detect/(catalogue|linear)', '-t', `ai_api_key.acme|${AMONG_ALL}`, '--json', '--outputFile', 'report.json'],
      { cwd: copy, reject: false, timeout: 200_000 },
    );
    expect(run.timedOut).toBe(false);
    const { testResults } = JSON.parse(readFileSync(join(copy, 'report.json'), 'utf8')) as Report;
    const ran = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status !== 'pending');
    // The new rule takes no example away from another one.
    const others = ran.filter(
      ({ ancestorTitles }) => !ancestorTitles.some((title) => title.startsWith('ai_api_key.acme')),
    );
    expect(others.length).toBeGreaterThan(100);
    expect(others.filter(({ status }) => status !== 'passed')).toEqual([]);
    const of = (variant: string): string[] =>
      ran.filter(({ ancestorTitles }) => ancestorTitles.includes(`ai_api_key.${variant}`)).map(({ status }) => status);
    expect(of('acme').length).toBeGreaterThan(8);
    expect(new Set(of('acme'))).toEqual(new Set(['passed']));
    expect(of('acme-broken')).toContain('failed');
  });
});
