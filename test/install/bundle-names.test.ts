import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const HELPER = 'var __name=(target,value)=>Object.defineProperty(target,"name",{value,configurable:true});';
const SCRIPT = `
  import { readFileSync } from 'node:fs';
  import { withoutNeedlessNames } from './scripts/bundle-names.mjs';
  process.stdout.write(withoutNeedlessNames(readFileSync(0, 'utf8')));
`;

async function shortened(program: string): Promise<string> {
  const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', SCRIPT], { input: program });
  return stdout;
}

/** What a program prints, which is the names of its functions. */
async function printedBy(program: string): Promise<string> {
  return (await execa(process.execPath, ['-e', program])).stdout;
}

describe('the names of functions in a bundle', () => {
  test.each([
    ['a closure', 'const f=/* @__PURE__ */__name(()=>1,"f");console.log(f.name);', 0],
    ['a closure in a closure', 'const f=__name(()=>__name(()=>1,"g"),"f");console.log(f.name,f().name);', 1],
    ['a property', 'const o={f:__name(async x=>x,"f")};console.log(o.f.name);', 0],
    ['a declared function', 'function f(){}__name(f,"f");console.log(f.name);', 0],
    ['a renamed function', 'function f2(){}__name(f2,"f");console.log(f2.name);', 1],
    ['a renamed variable', 'const f2=__name(function(){},"f");console.log(f2.name);', 1],
    ['a renamed class', 'class E2 extends Error{static{__name(this,"E")}}console.log(E2.name);', 1],
    ['a choice', 'const f=null??__name(()=>1,"f");console.log(f.name);', 1],
  ])('stay what they were: %s', async (_, program, calls) => {
    const short = await shortened(program);
    expect(short.split('__name(')).toHaveLength(calls + 1);
    expect(await printedBy(HELPER + short)).toBe(await printedBy(HELPER + program));
  });

  test('are no work while something is relayed: what is left in the bundles stands outside of closures, or was renamed', () => {
    const bundle = readFileSync(join(process.cwd(), 'build/skill/payload/sidecar/observer-program.js'), 'utf8');
    expect(bundle.match(/(?:const|let|var) (\w+)=(?:\/\* @__PURE__ \*\/ ?)?__name\([^"]*,"\1"\)/g)).toBeNull();
  });
});
