import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { header } from './header.mjs';

/** Every file below src/detect/rules is one rule: adding one needs no other line. */
export function fromRules(folder) {
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
export function fromGroups(folder, { catalogue }) {
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

/**
 * What has to be known of each rule's expression before a text is looked at. To find it out takes a second for the whole
 * catalogue, which each start would have to wait for.
 */
export function fromExpressions(folder, { catalogue, factsOf, parsePattern, writeFacts }) {
  const lines = new Map();
  const neighbours = new Map();
  const numberOf = (written) => {
    if (!neighbours.has(written)) neighbours.set(written, neighbours.size);
    return neighbours.get(written);
  };
  for (const { pattern, variant, match } of catalogue) {
    for (const { re } of match) {
      try {
        lines.set(String(re), `  ${literalOf(writeFacts(re, factsOf(re, parsePattern(re)), numberOf))},\n`);
      } catch (error) {
        console.error(`Rule ${pattern}.${variant}: ${error.message}`);
        process.exit(1);
      }
    }
  }
  return [
    header(folder),
    "import type { WrittenFacts, WrittenNeighbours } from '../pattern/written-facts.js';",
    '',
    '/** The facts of all expressions of the rules, in the order of the catalogue. */',
    `export const facts: readonly WrittenFacts[] = [\n${[...lines.values()].join('')}];`,
    '',
    '/** What can stand beside their literals, in the order of its numbers. */',
    `export const neighbours: readonly WrittenNeighbours[] = [\n${[...neighbours.keys()].map((written) => `  ${literalOf(written)},\n`).join('')}];`,
    '',
  ].join('\n');
}

/** A list as a literal of TypeScript. */
function literalOf(value) {
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
