// Turns the sources of truth into TypeScript: JSON Schemas into types and constants, the English catalogue into
// typed message codes, the scanner's WebAssembly text into bytes, the rules' expressions into what is known of them
// before a text is seen. The results are committed, so that a reader finds every name and a fresh clone needs no extra
// step; `--check` fails when one of them is out of date.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse as parseIcu } from '@formatjs/icu-messageformat-parser';
import { compile as compileSchema } from 'json-schema-to-typescript';
import { build as bundle } from 'esbuild';
import loadWabt from 'wabt';
import { coveragePage } from './translation/coverage.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const stale = [];

const sources = readdirSync(join(root, 'src'), { recursive: true }).map((name) => join(root, 'src', String(name)));

for (const file of sources.filter((name) => name.endsWith('.schema.json'))) {
  await emit(file.replace('.schema.json', '.generated.ts'), await fromSchema(file));
}
for (const file of sources.filter((name) => name.endsWith('.wat'))) {
  await emit(file.replace('.wat', '.wasm.generated.ts'), await fromWat(file));
}
const rules = join(root, 'src/detect/rules');
await emit(join(rules, 'catalogue.generated.ts'), fromRules(rules));
const compiler = await ruleCompiler(dirname(rules));
await emit(join(rules, 'groups.generated.ts'), fromGroups(rules, compiler));
await emit(join(rules, 'facts.generated.ts'), fromExpressions(rules, compiler));
await emit(join(root, 'src/text/catalogue.generated.ts'), fromCatalogue(join(root, 'i18n/en.json')));
await emit(join(root, 'i18n/COVERAGE.md'), coveragePage(join(root, 'i18n')));

await emit(join(root, 'src/setup/steps.generated.ts'), fromSteps(join(root, 'setup/steps.json')));
await emit(join(root, 'src/setup/templates.generated.ts'), fromTemplates(join(root, 'setup/templates')));

await emit(join(root, 'src/sidecar/version.generated.ts'), fromManifest(join(root, 'skill.json')));

await emit(join(root, 'skill.json'), withFileList(join(root, 'skill.json')));

if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: npm run generate`);
  process.exit(1);
}

/** A JSON Schema becomes its TypeScript type and the schema itself as a constant for ajv and the MCP tools. */
async function fromSchema(file) {
  const text = readFileSync(file, 'utf8');
  const schema = JSON.parse(text);
  const types = await compileSchema(schema, schema.title, {
    bannerComment: '',
    additionalProperties: false,
    style: { singleQuote: true, printWidth: 120 },
  });
  const constant = `${schema.title[0].toLowerCase()}${schema.title.slice(1)}Schema`;
  return [
    header(file),
    types,
    `/** The schema that {@link ${schema.title}} follows. */`,
    `export const ${constant} = ${JSON.stringify(schema, null, 2)} as const;`,
    '',
  ].join('\n');
}

/** WebAssembly text becomes base64, so that the scanner needs no file beside it when it is bundled. */
async function fromWat(file) {
  const wabt = await loadWabt();
  const module = wabt.parseWat(file, readFileSync(file, 'utf8'), { simd: true, bulk_memory: true });
  const { buffer } = module.toBinary({});
  const name = file
    .split('/')
    .at(-1)
    .replace('.wat', '')
    .replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return [
    header(file),
    `/** The compiled module, base64. */`,
    `export const ${name}Wasm =\n  '${Buffer.from(buffer).toString('base64')}';`,
    '',
  ].join('\n');
}

/** The English messages, and for each code the arguments its text needs. */
function fromCatalogue(file) {
  const messages = JSON.parse(readFileSync(file, 'utf8'));
  const lines = Object.entries(messages).map(([code, text]) => {
    const args = [...argumentsOf(parseIcu(text))].map(([name, type]) => `${name}: ${type}`);
    return `  '${code}': ${args.length > 0 ? `{ ${args.join('; ')} }` : 'Record<string, never>'};`;
  });
  return [
    header(file),
    "import type { Argument } from './argument.js';",
    '',
    '/** Every message code, with the arguments that its text takes. */',
    'export interface MessageArguments {',
    ...lines,
    '}',
    '',
    '/** The canonical English texts. Other languages are read from i18n/ beside the program. */',
    `export const english: Readonly<Record<keyof MessageArguments, string>> = ${JSON.stringify(messages, null, 2)};`,
    '',
  ].join('\n');
}

/** Collects argument names from an ICU syntax tree; the numbers are the parser's element types. */
function argumentsOf(elements, found = new Map()) {
  for (const element of elements) {
    if (element.type === 1) add(element.value, 'Argument');
    if (element.type === 2 || element.type === 6) add(element.value, 'number');
    // A time of ISO 8601, which goes over sockets as it is.
    if (element.type === 3 || element.type === 4) add(element.value, 'string');
    if (element.type === 5) add(element.value, 'string');
    for (const option of Object.values(element.options ?? {})) argumentsOf(option.value, found);
  }
  return found;
  function add(name, type) {
    if (!found.has(name)) found.set(name, type);
  }
}

/** Every file below src/detect/rules is one rule: adding one needs no other line. */
function fromRules(folder) {
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts') && name.includes('/'))
    .sort();
  const names = files.map((name) => `rule${String(files.indexOf(name) + 1).padStart(3, '0')}`);
  return [
    header(folder),
    "import type { Rule } from '../rule.js';",
    ...files.map((name, index) => `import { rule as ${names[index]} } from './${name.replace('.ts', '.js')}';`),
    '',
    '/** All rules that there are. */',
    `export const catalogue: readonly Rule[] = [\n${names.map((name) => `  ${name},\n`).join('')}];`,
    '',
  ].join('\n');
}

/**
 * What there is to know of the rules' groups without loading the rules, which take megabytes and which only the thread
 * that looks needs.
 */
function fromGroups(folder, { catalogue }) {
  const groups = new Map();
  for (const { group, optIn, pattern, variant, severity, confidence, direction, match } of catalogue) {
    const known = groups.get(group) ?? { optIn, digest: createHash('sha256') };
    if (known.optIn !== optIn) throw new Error(`group ${group} has rules that are opt-in and rules that are not`);
    known.digest.update(
      JSON.stringify([pattern, variant, severity, confidence, direction, match.map(({ re }) => String(re))]),
    );
    groups.set(group, known);
  }
  const lines = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([group, { optIn, digest }]) =>
        `  { group: '${group}', ${optIn ? 'optIn: true, ' : ''}digest: '${digest.digest('hex').slice(0, 16)}' },\n`,
    );
  return [
    header(folder),
    "import type { RuleGroup } from '../groups.js';",
    '',
    '/** The groups of rules that the configuration can switch. */',
    `export const ruleGroups: readonly RuleGroup[] = [\n${lines.join('')}];`,
    '',
  ].join('\n');
}

/** The rules, and the compiler of their expressions itself, from source: so there is no twin of it. */
async function ruleCompiler(folder) {
  const contents = [
    "export { catalogue } from './rules/catalogue.generated.ts';",
    "export { factsOf } from './pattern/facts.ts';",
    "export { parsePattern } from './pattern/parse.ts';",
    "export { writeFacts } from './pattern/written-facts.ts';",
  ].join('\n');
  const scratch = mkdtempSync(join(tmpdir(), 'rule-compiler-'));
  const outfile = join(scratch, 'compiler.mjs');
  await bundle({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  });
  const compiler = await import(pathToFileURL(outfile).href);
  rmSync(scratch, { recursive: true });
  return compiler;
}

/**
 * What has to be known of each rule's expression before a text is looked at. To find it out takes a second for the whole
 * catalogue, which each start would have to wait for.
 */
function fromExpressions(folder, { catalogue, factsOf, parsePattern, writeFacts }) {
  const lines = new Map();
  for (const { pattern, variant, match } of catalogue) {
    for (const { re } of match) {
      try {
        lines.set(String(re), `  ${literalOf(writeFacts(re, factsOf(re, parsePattern(re))))},\n`);
      } catch (error) {
        console.error(`Rule ${pattern}.${variant}: ${error.message}`);
        process.exit(1);
      }
    }
  }
  return [
    header(folder),
    "import type { WrittenFacts } from '../pattern/written-facts.js';",
    '',
    '/** The facts of all expressions of the rules, in the order of the catalogue. */',
    `export const facts: readonly WrittenFacts[] = [\n${[...lines.values()].join('')}];`,
    '',
  ].join('\n');
}

/** The steps of the walkthrough as a constant, checked by the compiler and, in a test, by their schema. */
function fromSteps(file) {
  const { steps } = JSON.parse(readFileSync(file, 'utf8'));
  return [
    header(file),
    "import type { SetupStep } from './setup-steps.generated.js';",
    '',
    '/** The steps in their order. */',
    `export const setupSteps: readonly SetupStep[] = ${JSON.stringify(steps, null, 2)};`,
    '',
  ].join('\n');
}

/** The templates by their names, so that a bundled program needs no file beside it. */
function fromTemplates(folder) {
  const templates = readdirSync(folder)
    .filter((name) => name.endsWith('.mustache'))
    .sort()
    .map((name) => [name.replace('.mustache', ''), readFileSync(join(folder, name), 'utf8')]);
  return [
    header(folder),
    '/** Templates of the walkthrough, in Mustache. */',
    `export const templates = ${JSON.stringify(Object.fromEntries(templates), null, 2)} as const;`,
    '',
  ].join('\n');
}

/** A list as a literal of TypeScript. */
function literalOf(value) {
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** The version as a constant, so that a bundled program needs no manifest beside it. */
function fromManifest(file) {
  const { version } = JSON.parse(readFileSync(file, 'utf8'));
  return [header(file), '/** Version of the program. */', `export const version = '${version}';`, ''].join('\n');
}

/** The manifest's list of files: everything that the skill consists of, so that a reader can check what was installed. */
function withFileList(file) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const folders = ['hooks', 'i18n', 'setup', 'src'];
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name))),
  );
  const beside = ['CHANGELOG.md', 'LICENSE', 'README.md', 'REMOVE.md', 'SKILL.md', 'package.json', 'skill.json'];
  manifest.sbom = { files: [...inFolders, ...beside].sort() };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function header(file) {
  return `// Generated by scripts/generate.mjs from ${relative(root, file)}. Change that file and run: npm run generate\n`;
}

async function emit(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (check) stale.push(relative(root, file));
  else writeFileSync(file, text);
}
