import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';

/** The rules, and the compiler of their expressions itself, from source: so there is no twin of it. */
export async function ruleCompiler(folder) {
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
