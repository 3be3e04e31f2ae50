// Bundles script and style of the report page (src/report/client) into two files that the page takes into itself.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Writes client.js and client.css into a folder and returns what they were made of. */
export async function buildReportClient(outdir) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'src/report/client/main.ts', out: 'client' },
      { in: 'src/report/client/page.css', out: 'client' },
    ],
    outdir,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: ['chrome115', 'firefox115', 'safari16.4'],
    minify: true,
    legalComments: 'none',
    // Whoever passes a page on passes the library on that it carries, and so has to name whose it is.
    banner: { js: `/*! ${noticeOf('uplot')} */` },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

/** Name, version, licence and copyright of a package. */
function noticeOf(name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const copyright = /^Copyright .*$/m.exec(readFileSync(join(folder, 'LICENSE'), 'utf8'))?.[0];
  return `${name} ${version}, ${license}, ${copyright}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildReportClient(join(root, 'build/src/report'));
