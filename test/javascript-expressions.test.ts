import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from 'scslre';
import ts from 'typescript';
import type { Rule } from '../src/detect/rule.js';

/**
 * What rules look for is matched by automata of our own, linear by construction. All other expressions run in JavaScript's
 * engine, and so does a rule's own where it says which part of a match is the secret. That engine backtracks (Davis et al.,
 * "The impact of regular expression denial of service in practice", 2018): an expression that tries exponentially many ways
 * stands still for hours over 130 bytes, and any answer of a server can hold these.
 */

interface Found {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** Begins the part of a rule's expression that is the secret. */
const SECRET = '(?<secret>';

const written = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.generated.ts'))
  .flatMap((file) => literalsIn(join('src', file)));

/** The literals of a file, without those that only our own engine matches. */
function literalsIn(file: string): Found[] {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node) && (!isOfRule(node) || node.text.includes(SECRET))) {
      const end = node.text.lastIndexOf('/');
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ where: `${file}:${line}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** `match: [{ re: /…/ }]` in the files of rules. */
function isOfRule(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isPropertyAssignment(parent) && parent.name.getText() === 're' && node.getSourceFile().fileName.includes('rules')
  );
}

/** Expressions that detection puts together out of parts when it is loaded, without those of rules. */
async function madeByDetection(): Promise<Found[]> {
  const made: RegExp[] = [];
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct(target, args: [string | RegExp, string | undefined]) {
      const expression = new target(...args);
      made.push(expression);
      return expression;
    },
  });
  try {
    const { catalogue } = (await import('../src/detect/rules/catalogue.generated.js')) as {
      catalogue: readonly Rule[];
    };
    await import('../src/detect/detector.js');
    const ofRules = new Set(catalogue.flatMap(({ match }) => match.map(({ re }) => re)));
    return made
      .filter((each) => !ofRules.has(each) || each.source.includes(SECRET))
      .map(({ source, flags }) => ({ where: 'made', source, flags }));
  } finally {
    globalThis.RegExp = original;
  }
}

function slow({ source, flags }: Found, how: 'exponential' | 'any'): boolean {
  const { reports } = analyse({ source, flags });
  return how === 'any' ? reports.length > 0 : reports.some(({ exponential }) => exponential);
}

describe('expressions in JavaScript', () => {
  test('are found', async () => {
    expect(written.length).toBeGreaterThan(800);
    expect((await madeByDetection()).length).toBeGreaterThan(10);
    expect(slow({ where: '', source: '(a+)+$', flags: '' }, 'exponential')).toBe(true);
    expect(slow({ where: '', source: 'a+$', flags: '' }, 'any')).toBe(true);
    expect(slow({ where: '', source: 'a+$', flags: '' }, 'exponential')).toBe(false);
  });

  test('never try exponentially many ways', async () => {
    const all = [...written, ...(await madeByDetection())];
    expect(all.filter((each) => slow(each, 'exponential'))).toEqual([]);
  });

  // Those of detection see no more than the window of a rule, and 64 bytes on each side of it.
  test('take linear time where a text may be of any length', () => {
    // A line of our own translations, with a character for each argument.
    const bounded = [join('src', 'detect'), join('src', 'text', 'locale', 'isolate.ts')];
    const unbounded = written.filter(({ where }) => !bounded.some((path) => where.startsWith(path)));
    expect(unbounded.filter((each) => slow(each, 'any')).map(({ where, source }) => `${where} ${source}`)).toEqual([]);
  });
});
