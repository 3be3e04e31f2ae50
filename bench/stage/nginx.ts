import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { ANSWER_ID } from './bodies.js';
import { freePort } from '../../test/support/free-port.js';
import { ExternalProgram, findCommand } from './external-program.js';

/** nginx as the origin of files: one worker, nothing logged. */
export interface Nginx {
  readonly program: ExternalProgram;
  readonly plain: number;
  readonly secure: number;
  readonly version: string;
}

export interface NginxOptions {
  readonly folder: string;
  readonly root: string;
  /** The file whose content is also served with an identifier of its own in each answer. */
  readonly small: string;
  /** Those that the origin's name resolves to. */
  readonly addresses: readonly string[];
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** @returns undefined where nginx is not installed. */
export async function startNginx(options: NginxOptions): Promise<Nginx | undefined> {
  const command = findCommand('nginx');
  if (command === undefined) return undefined;
  const [plain, secure] = [await freePort(), await freePort()];
  const folder = join(options.folder, 'nginx');
  mkdirSync(folder);
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(options, folder, plain, secure));
  const program = await ExternalProgram.start(command, ['-p', folder, '-e', 'stderr', '-c', file], plain);
  return { program, plain, secure, version: versionOf(command) };
}

function configuration(options: NginxOptions, folder: string, plain: number, secure: number): string {
  const { root, small, certificateFile, keyFile, addresses } = options;
  const fresh = readFileSync(small, 'utf8').replace(ANSWER_ID, '$request_id');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${join(folder, name)};`)
    .join('\n');
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
daemon off;
pid ${join(folder, 'nginx.pid')};
error_log stderr error;
events { worker_connections 8192; }
http {
${temporary}
  access_log off;
  server_tokens off;
  sendfile on;
  tcp_nodelay on;
  keepalive_timeout 600s;
  keepalive_requests 1000000000;
  default_type application/octet-stream;
  types { application/json json; text/plain txt; }
  open_file_cache max=100 inactive=1h;
  open_file_cache_valid 1h;
  ssl_certificate ${certificateFile};
  ssl_certificate_key ${keyFile};
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:bench:10m;
  server {
${listenOn(addresses, plain, '')}
${listenOn(addresses, secure, ' ssl')}
    root ${root};
    location = /fresh.json {
      default_type application/json;
      return 200 '${fresh}';
    }
  }
}
`;
}

function listenOn(addresses: readonly string[], port: number, kind: string): string {
  return addresses
    .map((address) => `    listen ${isIPv6(address) ? `[${address}]` : address}:${port}${kind} backlog=4096;`)
    .join('\n');
}

function versionOf(command: string): string {
  // It writes its version to stderr.
  return spawnSync(command, ['-v'], { encoding: 'utf8' }).stderr.trim();
}
