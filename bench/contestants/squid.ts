import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuthorityFiles } from '../stage/authority.js';
import { freePort } from '../../test/support/free-port.js';
import { ExternalProgram, findCommand } from '../stage/external-program.js';
import type { Origins } from '../stage/origins.js';
import { proxyRoute, type Contestant, type LeftOut } from './contestant.js';

/** squid with ssl-bump: nothing cached, nothing logged, one process as it is by default. */
export async function startSquid(
  origins: Origins,
  authority: AuthorityFiles,
  parent: string,
): Promise<Contestant | LeftOut> {
  const name = 'squid';
  const command = findCommand('squid');
  const certgen = findCommand('security_file_certgen');
  if (command === undefined) return { name, reason: 'not installed (Debian: apt-get install squid-openssl)' };
  if (certgen === undefined) return { name, reason: 'built without ssl-bump (Debian: apt-get install squid-openssl)' };
  const folder = join(parent, name);
  mkdirSync(folder);
  const port = await freePort();
  const file = join(folder, 'squid.conf');
  writeFileSync(file, configuration(folder, port, origins, authority, certgen));
  execFileSync(certgen, ['-c', '-s', join(folder, 'certificates'), '-M', '4MB'], { stdio: 'ignore' });
  giveTo(folder, parent);
  const program = await ExternalProgram.start(command, ['-N', '-f', file], port);
  const version = execFileSync(command, ['-v'], { encoding: 'utf8' }).split('\n', 1)[0] ?? '';
  return {
    name,
    description: `${version.replace('Squid Cache: Version', 'squid')}, ssl-bump, no cache, no log`,
    role: 'peer',
    pids: [program.pid],
    route: (target) => proxyRoute(target, port, authority.authority.certificatePem),
    stop: () => program.stop(),
  };
}

function configuration(
  folder: string,
  port: number,
  origins: Origins,
  authority: AuthorityFiles,
  certgen: string,
): string {
  return `
http_port 127.0.0.1:${port} ssl-bump generate-host-certificates=on dynamic_cert_mem_cache_size=4MB \\
  tls-cert=${authority.certificateFile} tls-key=${authority.keyFile}
sslcrtd_program ${certgen} -s ${join(folder, 'certificates')} -M 4MB
tls_outgoing_options cafile=${origins.authority.certificateFile}
acl hello at_step SslBump1
ssl_bump peek hello
ssl_bump bump all
http_access allow all
cache deny all
access_log none
cache_log ${join(folder, 'cache.log')}
cache_store_log none
pid_filename ${join(folder, 'squid.pid')}
coredump_dir ${folder}
pinger_enable off
netdb_filename none
shutdown_lifetime 0 seconds
visible_hostname localhost
max_filedescriptors 16384
${process.getuid?.() === 0 ? 'cache_effective_user proxy' : ''}
`;
}

/** Started by root, squid goes on as Debian's user `proxy`, who must get there and own it. */
function giveTo(folder: string, parent: string): void {
  if (process.getuid?.() !== 0) return;
  execFileSync('chown', ['-R', 'proxy', folder]);
  for (const above of [parent, dirname(parent)]) chmodSync(above, 0o711);
}
