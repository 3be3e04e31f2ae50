// Bundles script and style of the report page (src/report/client) into two files that the page takes into itself.
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
    // The page carries its library with it, so also that library's licence line.
    legalComments: 'inline',
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildReportClient(join(root, 'build/src/report'));
