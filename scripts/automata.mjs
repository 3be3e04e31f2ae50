// Builds the automata of the catalogue's expressions ahead of time (src/detect/pattern/automata-file.ts), so that a rule
// that meets its anchor for the first time is ready at once. What it makes is no source: a build makes it anew out of what
// the compiler left, where that has changed.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../build/src/detect/rules/catalogue.generated.js';
import { writeAutomataOf } from '../build/src/detect/write-automata.js';

const src = join(dirname(fileURLToPath(import.meta.url)), '../build/src');
const file = join(src, 'rules/automata.bin');

if (!existsSync(file) || statSync(file).mtimeMs < newestIn(join(src, 'detect'))) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, writeAutomataOf(catalogue));
}

function newestIn(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)).mtimeMs);
  return Math.max(...files);
}
