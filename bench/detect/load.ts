import { build } from 'esbuild';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from '../stage/program.js';

/** What it takes to have all rules of both directions ready. */
export interface LoadedRules {
  /** Of processor time, from nothing loaded to a detector that scans, modules included. */
  readonly milliseconds: number;
  /** Memory that the compiled rules hold. */
  readonly megabytes: number;
  /** The same once every rule has met its examples, so that its automata are built. */
  readonly usedMegabytes: number;
}

const TIMEOUT_MS = 60_000;

/** Loads the rules in new processes, one after the other, out of one file: that is how a sidecar has them. */
export async function measureLoad(rounds: number): Promise<LoadedRules[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-bench-rules-'));
  const file = join(folder, 'program/rules.mjs');
  const loads: LoadedRules[] = [];
  try {
    await bundleRules(file);
    cpSync(fileURLToPath(new URL('../../src/rules/', import.meta.url)), join(folder, 'rules'), { recursive: true });
    for (let round = 0; round < rounds; round++) {
      const program = Program.start(new URL('./programs/load.js', import.meta.url), { file });
      try {
        loads.push(await program.ask<LoadedRules>(undefined, TIMEOUT_MS));
      } finally {
        await program.stop();
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return loads;
}

/** What a program that scans has of the rules, put together as scripts/payload.mjs does it. */
async function bundleRules(outfile: string): Promise<void> {
  const contents = `export { catalogue } from './rules/catalogue.generated.js'; export { Detector } from './detector.js';`;
  await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('../../src/detect/', import.meta.url)) },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    minifyWhitespace: true,
    lineLimit: 160,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
}
