import { lookup } from 'node:dns/promises';
import { mkdirSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { ORIGIN_NAME, writeAuthority, writeServerCertificate, type AuthorityFiles } from './authority.js';
import { writeBodies, type Bodies } from './bodies.js';
import { startNginx, type Nginx } from './nginx.js';
import type { NodeOriginOptions } from './node-origin.js';
import { Program } from './program.js';

/** A place to send requests to. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** The servers that everything is sent to. */
export interface Origins {
  readonly bodies: Bodies;
  readonly authority: AuthorityFiles;
  /** Serves files: nginx, or Node where there is none. */
  files(tls: boolean): Target;
  /** Serves event streams, checks uploads: Node. */
  special(tls: boolean): Target;
  /** `host:port` of all of them. */
  readonly addresses: readonly string[];
  /** What serves the files, for the report. */
  readonly description: string;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

export async function startOrigins(folder: string): Promise<Origins> {
  const root = join(folder, 'www');
  mkdirSync(root);
  const bodies = writeBodies(root);
  const authority = await writeAuthority(folder, 'origin');
  const certificate = await writeServerCertificate(folder, authority.authority);
  // Exactly where the name leads: who tries ::1 first must not pay for a refused attempt, and who looks whether
  // something listens on ::1 must not be led there when the name does not.
  const found = await lookup(ORIGIN_NAME, { all: true });
  const addresses = [...new Set(found.map(({ address }) => address))];
  const address = addresses.some(isIPv6) ? '::' : '127.0.0.1';
  const options: NodeOriginOptions = { bodies, ...certificate, address };
  const program = Program.start(new URL('./node-origin.js', import.meta.url), options);
  const node = await program.ask<{ plain: number; secure: number }>(undefined, 20_000);
  let nginx: Nginx | undefined;
  try {
    nginx = await startNginx({ folder, root, small: bodies.small, addresses, ...certificate });
  } catch (error) {
    await program.stop();
    throw error;
  }
  const target = (ports: { plain: number; secure: number }, tls: boolean): Target => ({
    host: ORIGIN_NAME,
    port: tls ? ports.secure : ports.plain,
    tls,
  });
  const all = [node.plain, node.secure, ...(nginx === undefined ? [] : [nginx.plain, nginx.secure])];
  return {
    bodies,
    authority,
    files: (tls) => target(nginx ?? node, tls),
    special: (tls) => target(node, tls),
    addresses: all.map((port) => `${ORIGIN_NAME}:${port}`),
    description: nginx === undefined ? `Node ${process.version} (nginx is not installed)` : nginx.version,
    pids: [program.pid, ...(nginx === undefined ? [] : [nginx.program.pid])],
    stop: async () => {
      await Promise.all([program.stop(), nginx?.program.stop()]);
    },
  };
}
