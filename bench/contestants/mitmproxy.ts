import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityFiles } from '../stage/authority.js';
import { freePort } from '../../test/support/free-port.js';
import { ExternalProgram, findCommand } from '../stage/external-program.js';
import type { Origins } from '../stage/origins.js';
import { proxyRoute, type Contestant, type LeftOut } from './contestant.js';

/** mitmdump: nothing printed or kept; bodies beyond 1 MB streamed, which is its fast way. */
export async function startMitmproxy(
  origins: Origins,
  authority: AuthorityFiles,
  parent: string,
): Promise<Contestant | LeftOut> {
  const name = 'mitmproxy';
  const command = findCommand('mitmdump');
  if (command === undefined) return { name, reason: 'not installed (Debian: apt-get install mitmproxy)' };
  const folder = join(parent, name);
  mkdirSync(folder);
  copyFileSync(authority.bothFile, join(folder, 'mitmproxy-ca.pem'));
  const port = await freePort();
  const settings = [
    `confdir=${folder}`,
    `ssl_verify_upstream_trusted_ca=${origins.authority.certificateFile}`,
    'stream_large_bodies=1m',
    'flow_detail=0',
  ];
  const args = ['-q', '--listen-host', '127.0.0.1', '-p', String(port), ...settings.flatMap((each) => ['--set', each])];
  const program = await ExternalProgram.start(command, args, port);
  const version = /Mitmproxy: (\S+)/.exec(execFileSync(command, ['--version'], { encoding: 'utf8' }))?.[1] ?? '';
  return {
    name,
    description: `mitmproxy ${version}, mitmdump, quiet, bodies beyond 1 MB streamed`,
    role: 'peer',
    pids: [program.pid],
    route: (target) => proxyRoute(target, port, authority.authority.certificatePem),
    stop: () => program.stop(),
  };
}
