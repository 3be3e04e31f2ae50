// Bundles the skill into files that need nothing beside them but Node: what `traffic-guardian install` copies into a
// NanoClaw checkout, whose own package.json gets no dependency of ours. Each program stays one folder deep, as in src,
// so that the paths from one to the other (`../sidecar/main.js`) are the same with and without bundling.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { asciiOf } from '../build/src/text/unicode-escape.js';
import { withoutNeedlessNames } from './bundle-names.mjs';
import { buildReportClient } from './report-client.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const skill = join(root, 'build/skill');
const payload = join(skill, 'payload');

/** Programs on the host, by where they end up. */
const programs = {
  'cli/main': 'src/cli/main.ts',
  'sidecar/main': 'src/sidecar/main.ts',
  'sidecar/observer-program': 'src/sidecar/observer-program.ts',
  'sidecar/sinks-program': 'src/sidecar/sinks-program.ts',
  'host/nanoclaw': 'setup/nanoclaw/open-guardian.ts',
};

rmSync(skill, { recursive: true, force: true });
mkdirSync(payload, { recursive: true });
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.11',
  sourcemap: 'linked',
  // The source is public, and a stack trace needs only names and lines: leaving it out keeps the maps small.
  sourcesContent: false,
  // proxy-chain tells its own errors by the name of their class, and another package has one of the same name. What is
  // not needed of it is taken out again (bundle-names.mjs).
  keepNames: true,
  // Comments and blanks of other people's packages are a third of it. V8 holds the text of a program as long as it runs,
  // and twice as large if there is one character in it that is not Latin-1. Lines stay, so that a stack trace has them.
  minifyWhitespace: true,
  lineLimit: 160,
  charset: 'ascii',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // Packages in the older module format call require, which an ES module does not have.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
};
const host = await build({ ...common, entryPoints: programs, outdir: payload });
const container = await build({
  ...common,
  entryPoints: { mcp: 'src/mcp/container-main.ts', 'ca-doctor': 'src/doctor/trust/container-main.ts' },
  outdir: join(payload, 'container'),
  outExtension: { '.js': '.mjs' },
});
// Programs read the language that they speak from its own file (src/text/locale/catalogue-file.ts).
for (const name of readdirSync(join(root, 'i18n')).filter((each) => /^(?!en\.|untranslated\.).*\.json$/.test(each))) {
  cpSync(join(root, 'i18n', name), join(payload, 'i18n', name));
}
// The rules' automata lie beside the programs as they lie beside what the compiler leaves (src/detect/prepared-automata.ts).
cpSync(join(root, 'build/src/rules'), join(payload, 'rules'), { recursive: true });
// What esbuild leaves as it is stands in regular expressions, where the escape means the same.
for (const name of [host, container].flatMap(({ metafile }) => Object.keys(metafile.outputs)).filter(isProgram)) {
  const text = readFileSync(join(root, name), 'utf8');
  writeFileSync(join(root, name), asciiOf(withoutNeedlessNames(text)));
}
const page = await buildReportClient(join(payload, 'report'));
writeFileSync(join(payload, 'package.json'), `${JSON.stringify({ type: 'module', private: true }, null, 2)}\n`);
writeFileSync(join(payload, 'LICENSES.txt'), licences(host.metafile, container.metafile, page));
cpSync(join(root, 'setup/nanoclaw/host-hooks.d.ts'), join(payload, 'host/nanoclaw.d.ts'));

for (const file of ['SKILL.md', 'REMOVE.md', 'LICENSE', 'skill.json']) cpSync(join(root, file), join(skill, file));

for (const part of ['host', 'container', 'tests']) {
  cpSync(join(root, 'setup/nanoclaw', part), join(skill, 'setup/nanoclaw', part), { recursive: true });
}
// What was installed can be compared with what was built, file by file.
const files = readdirSync(skill, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(skill, join(entry.parentPath ?? entry.path, entry.name)))
  .sort();
const sums = files.map((name) => [
  name,
  createHash('sha256')
    .update(readFileSync(join(skill, name)))
    .digest('hex'),
]);
writeFileSync(join(payload, 'files.json'), `${JSON.stringify(Object.fromEntries(sums), null, 2)}\n`);

function isProgram(name) {
  return /\.m?js$/.test(name);
}

/** The licence of every package of which a bundle holds a part, and our own first. */
function licences(...metafiles) {
  const inputs = metafiles.flatMap(({ inputs: files }) => Object.keys(files));
  const folders = new Set(
    inputs
      .map((file) => /^(?:.*node_modules\/)(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
      .filter((folder) => folder !== undefined),
  );
  const parts = [`nanoclaw-traffic-guardian\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}`];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
    const text =
      file === undefined
        ? `Licence: ${license} (no text in the package)`
        : readFileSync(join(root, folder, file), 'utf8').trim();
    if (license === undefined && file === undefined) throw new Error(`${name} has no licence`);
    parts.push(`${name} ${version} (${license})\n\n${text}`);
  }
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
