import type { Socket } from 'node:net';

/** The client's address as findings show it, `host:port`. */
export function sourceOf(socket: Socket): string {
  return `${socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown'}:${socket.remotePort ?? 0}`;
}
