import { readFileSync } from 'node:fs';
import loadWabt from 'wabt';
import { header } from './header.mjs';

/** WebAssembly text becomes base64, so that the scanner needs no file beside it when it is bundled. */
export async function fromWat(file) {
  const wabt = await loadWabt();
  const module = wabt.parseWat(file, readFileSync(file, 'utf8'), { simd: true, bulk_memory: true });
  const { buffer } = module.toBinary({});
  const name = file
    .split('/')
    .at(-1)
    .replace('.wat', '')
    .replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return [
    header(file),
    `/** The compiled module, base64. */`,
    `export const ${name}Wasm =\n  '${Buffer.from(buffer).toString('base64')}';`,
    '',
  ].join('\n');
}
