// Turns the sources of truth into TypeScript: JSON Schemas into types and constants, the English catalogue into
// typed message codes, the scanner's WebAssembly text into bytes, the rules' expressions into what is known of them
// before a text is seen. The results are committed, so that a reader finds every name and a fresh clone needs no extra
// step; `--check` fails when one of them is out of date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fromCatalogue } from './generate/from-catalogue.mjs';
import { fromExpressions, fromGroups, fromRules } from './generate/from-rules.mjs';
import { fromSchema } from './generate/from-schema.mjs';
import { fromSteps, fromTemplates } from './generate/from-setup.mjs';
import { fromWat } from './generate/from-wat.mjs';
import { root } from './generate/header.mjs';
import { fromManifest, withFileList } from './generate/manifest.mjs';
import { ruleCompiler } from './generate/rule-compiler.mjs';
import { coveragePage } from './translation/coverage.mjs';

const check = process.argv.includes('--check');
const stale = [];

const sources = readdirSync(join(root, 'src'), { recursive: true }).map((name) => join(root, 'src', String(name)));

for (const file of sources.filter((name) => name.endsWith('.schema.json'))) {
  await emit(file.replace('.schema.json', '.generated.ts'), await fromSchema(file));
}
for (const file of sources.filter((name) => name.endsWith('.wat'))) {
  await emit(file.replace('.wat', '.wasm.generated.ts'), await fromWat(file));
}
// The catalogue first: what follows is found out by running it.
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

// Last, because it lists the files that were written here.
await emit(join(root, 'skill.json'), withFileList(join(root, 'skill.json')));

if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: npm run generate`);
  process.exit(1);
}

async function emit(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (check) stale.push(relative(root, file));
  else writeFileSync(file, text);
}
