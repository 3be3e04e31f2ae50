import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concatenation } from '../../../src/detect/disguise/concatenation.js';
import { survey } from '../../../src/detect/disguise/survey.js';
import { ViewBuilder } from '../../../src/detect/disguise/view.js';

/** The text with what is put together put together; undefined when nothing is. */
function joined(text: string): string | undefined {
  const source = Buffer.from(text);
  const out = new ViewBuilder(source.length);
  return concatenation(source, out, survey(source)) ? out.bytes.toString() : undefined;
}

test.each([
  [`x(['cu', 'rl'].join(''))`, `x(['curl'].join(''))`],
  ['x(["cu","rl",\n].join( `` ))', 'x(["curl",\n].join( `` ))'],
  [`system %w[a] + ['curl', 'http://x'].join(' ')`, `system %w[a] + ['curl http://x'].join()`],
  [`['cu', 'rl'].join`, `['curl'].join`],
  [`["it's", ' "that"'].join("")`, undefined],
  [`["it's", " that"].join("")`, `["it's that"].join("")`],
  [`''.join(['cu', "r", 'l'])`, `''.join(['curl'])`],
  [`" ".join(("a", "b", name))`, `" ".join(("a b", name))`],
  [`('cu','rl') -join ''`, `('curl') -join ''`],
  [`iex ('cu','rl'-join'')`, `iex ('curl'-join'')`],
  [`-Join('cu', 'rl')`, `-Join('curl')`],
  [`-join @('cu', 'rl')`, `-join @('curl')`],
  [`['a' + 'b', 'c'].join('')`, `['abc'].join('')`],
  [`'cu'.concat('rl').concat( "x" )`, `'curlx" )`],
  [`'cu'.concat('r', 'l')`, `'curl')`],
  [`s = 'cu'; s += 'rl';`, `s = 'curl';`],
  [`s = 'cu'\nthis.s += 'rl'`, `s = 'curl'`],
  [`$s='cu';$s.='rl';`, `$s='curl';`],
  ["x(`${'cu'}rl`)", 'x(`curl`)'],
  ["x(`cu${ '' }rl`)", 'x(`curl`)'],
  [`"#{'cu'}rl"`, `"curl"`],
])('%s is read as %s', (text, expected) => {
  if (expected === undefined) expect(joined(text)).not.toContain(`it's "that"`);
  else expect(joined(text)).toBe(expected);
});

test.each([
  `['only one'].join('')`,
  `[first, second].join('')`,
  `['a', 'b'].join(', and ')`,
  `['a', 'b'].join(separator)`,
  `['a', 'b'].joinAll('')`,
  `path.join('a', 'b')`,
  `import 'x.js', 'y.json'`,
  `make -j 'a','b'`,
  `'a'.concat(b)`,
  `'a'.constructor('b')`,
  `x = 'a', s += 'b'`,
  `x = 'a' s += 'b'`,
  `s = a; s += 'b'`,
  `s += 'b'`,
  "`${a}'b'`",
  "`${'a' + b}`",
  `{ 'a' }`,
  `join -join`,
])('%s is left as it is', (text) => {
  expect(joined(text)).toBeUndefined();
});

test('a list is read, and nothing is lost, whatever stands around it', () => {
  const around = fc.string({ unit: fc.constantFrom('"', "'", '[', ']', ',', '.', '-', 'j', ' ', '(', ')', '\\', 'a') });
  const part = fc.string({ unit: fc.constantFrom('c', 'u', '-', '/'), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(around, fc.array(part, { minLength: 2, maxLength: 6 }), around, (before, parts, behind) => {
      const text = `${before}\n;[${parts.map((each) => `"${each}"`).join(', ')}].join("");\n${behind}`;
      expect(joined(text)).toContain(`"${parts.join('')}"].join("")`);
    }),
    { numRuns: 500 },
  );
});
