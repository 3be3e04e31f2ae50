// Builds the automata of the catalogue's expressions ahead of time (src/detect/pattern/automata-file.ts), so that a rule
// that meets its anchor for the first time is ready at once. Those with too many states are left to be built as they are
// needed. What it makes is no source: it is made anew by each build, out of what the compiler left.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeAutomataFile } from '../build/src/detect/pattern/automata-file.js';
import { Pattern } from '../build/src/detect/pattern/pattern.js';
import { digestOf } from '../build/src/detect/pattern/written-facts.js';
import { preparedFacts } from '../build/src/detect/prepared-facts.js';
import { catalogue } from '../build/src/detect/rules/catalogue.generated.js';

const file = join(dirname(fileURLToPath(import.meta.url)), '../build/src/rules/automata.bin');

const records = new Map();
for (const { match, window } of catalogue) {
  for (const { re, window: own = window } of match) {
    const digest = digestOf(re);
    records.set(digest, new Pattern(re, own, { facts: preparedFacts(digest) }).write());
  }
}
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, writeAutomataFile(records));
