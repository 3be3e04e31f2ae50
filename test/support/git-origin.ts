import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** A bare repository with one commit, and the handler that serves it by git's smart protocol. */
export interface GitOrigin {
  readonly handler: RequestListener;
  remove(): void;
}

/** Serves a repository through `git http-backend`, as real hosts do (https://git-scm.com/docs/git-http-backend). */
export async function createGitOrigin(files: Record<string, string>): Promise<GitOrigin> {
  const folder = mkdtempSync(join(tmpdir(), 'tg-git-'));
  const git = (...args: string[]) =>
    execa('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args]);
  await execa('git', ['init', '-q', '-b', 'main', folder]);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await git('add', '.');
  await git('commit', '-q', '-m', 'first');
  return {
    handler: serveGit(folder, (path) => path.replace(/^\/repo\.git/, '/.git')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * The handler that serves the repositories below a folder.
 *
 * @param pathInfo Where below the folder a path of the URL lies.
 */
export function serveGit(root: string, pathInfo: (path: string) => string): RequestListener {
  return (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const backend = spawn('git', ['http-backend'], {
      env: {
        ...process.env,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: pathInfo(path),
        QUERY_STRING: query,
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    backend.on('close', () => {
      const output = Buffer.concat(chunks);
      const end = output.indexOf('\r\n\r\n');
      for (const line of output.subarray(0, end).toString().split('\r\n')) {
        const [name = '', value = ''] = line.split(/: (.*)/);
        if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
        else if (name !== '') response.setHeader(name, value);
      }
      response.end(output.subarray(end + 4));
    });
  };
}
