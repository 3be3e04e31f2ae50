// Builds the automata of the catalogue's expressions and of all their literals ahead of time (src/detect/record-file.ts), so
// that the rules are ready soon, and one that meets its anchor for the first time at once. What it makes is no source: a
// build makes it anew out of what the compiler left, where that has changed.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../build/src/detect/rules/catalogue.generated.js';
import { writeAutomataOf, writeLiteralsOf } from '../build/src/detect/write-automata.js';

const src = join(dirname(fileURLToPath(import.meta.url)), '../build/src');
const folder = join(src, 'rules');
const newest = newestIn(join(src, 'detect'));

for (const [name, write] of [
  ['automata.bin', writeAutomataOf],
  ['literals.bin', writeLiteralsOf],
]) {
  const file = join(folder, name);
  if (existsSync(file) && statSync(file).mtimeMs >= newest) continue;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, write(catalogue));
}

function newestIn(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)).mtimeMs);
  return Math.max(...files);
}
