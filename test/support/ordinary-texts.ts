import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

const ROOT = new URL('../../../', import.meta.url);
/** Packages of ours whose documentation is prose with some code in it. */
const DOCUMENTED = [
  'ajv',
  'lru-cache',
  'socks',
  'fast-check',
  'picomatch',
  'pino',
  'proxy-chain',
  'undici',
  'ws',
  'dotenv',
  'diff',
];
/** Bytes of each text at most. */
const LENGTH = 200_000;

/** Ordinary texts as they pass by all day, by what they are. They come with the packages that are installed. */
export function ordinaryTexts(): readonly (readonly [string, Buffer])[] {
  const prose = DOCUMENTED.map((name) => read(`node_modules/${name}/README.md`)).join('\n');
  const source = ['dispatcher/client-h1', 'core/util', 'web/fetch/index', 'web/fetch/body']
    .map((name) => `{${read(`node_modules/undici/lib/${name}.js`)}}`)
    .join('\n');
  return [
    ['JSON with addresses', read('package-lock.json')],
    ['documentation', prose],
    ['HTML', htmlOf(prose)],
    ['JavaScript', source],
    ['minified JavaScript', transformSync(source, { minify: true, logLevel: 'silent' }).code],
  ].map(([what, text]) => [what!, Buffer.from(text!).subarray(0, LENGTH)] as const);
}

function read(file: string): string {
  return readFileSync(new URL(file, ROOT), 'utf8');
}

/** A page as a documentation site shows it: tags around each line, and addresses in links. */
function htmlOf(markdown: string): string {
  const body = markdown
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\[([^\]\n]*)\]\(([^)\n]*)\)/g, '<a href="$2" class="link" rel="noopener">$1</a>')
    .replace(/^#+ (.*)$/gm, '<h2 id="section" class="heading">$1</h2>')
    .replace(/^([^<\n].*)$/gm, '<p class="text-body">$1</p>');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title></head><body>${body}</body></html>`;
}
