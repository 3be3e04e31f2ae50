import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { header } from './header.mjs';

/** The steps of the walkthrough as a constant, checked by the compiler and, in a test, by their schema. */
export function fromSteps(file) {
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
export function fromTemplates(folder) {
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
