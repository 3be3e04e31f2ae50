import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A process that listens on a port. */
export interface PortOwner {
  readonly pid: number;
  /** Its name as the system shows it, at most 15 characters. */
  readonly name: string;
}

/** TCP_LISTEN in the `st` column (include/net/tcp_states.h). */
const LISTENING = '0A';

/**
 * Who listens on a TCP port of this machine, from Linux' /proc (proc_net(5)).
 *
 * @returns undefined when nobody does, when it is another user's process, or on a system without /proc.
 */
export function portOwner(port: number): PortOwner | undefined {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return undefined;
  for (const pid of numbersIn('/proc')) {
    for (const descriptor of numbersIn(join('/proc', pid, 'fd'))) {
      if (!sockets.has(linkAt(join('/proc', pid, 'fd', descriptor)))) continue;
      return { pid: Number(pid), name: textAt(join('/proc', pid, 'comm')).trim() };
    }
  }
  return undefined;
}

/** `socket:[inode]` of everything that listens on the port. */
function listeningSockets(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return textAt(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hexPort}`) === true && state === LISTENING)
    .map((columns) => `socket:[${columns[9] ?? ''}]`);
}

function numbersIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    // Another user's, or gone by now.
    return [];
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
