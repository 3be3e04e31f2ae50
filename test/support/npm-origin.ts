import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** A registry with one package, as npm's own clients expect it. */
export interface NpmOrigin {
  readonly handler: RequestListener;
  remove(): void;
}

export async function createNpmOrigin(name: string): Promise<NpmOrigin> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-npm-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), `module.exports = ${JSON.stringify('x'.repeat(5_000))};\n`);
  await execa('npm', ['pack', '--silent'], { cwd: folder });
  const tarball = readFileSync(join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? ''));
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  return {
    handler: (request, response) => {
      if (request.url?.endsWith('.tgz') === true) {
        response.setHeader('content-type', 'application/octet-stream');
        response.end(tarball);
        return;
      }
      const url = `https://${request.headers.host}/${name}/-/${name}-1.0.0.tgz`;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          name,
          'dist-tags': { latest: '1.0.0' },
          versions: { '1.0.0': { name, version: '1.0.0', dist: { tarball: url, integrity } } },
        }),
      );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
