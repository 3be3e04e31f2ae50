import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/** The sockets that were opened by what is under way. */
const opened = new AsyncLocalStorage<Set<Socket>>();

// https://nodejs.org/api/diagnostics_channel.html#built-in-channels: told of each socket where it is made.
subscribe('net.client.socket', (message) => {
  if (typeof message === 'object' && message !== null && 'socket' in message && message.socket instanceof Socket) {
    opened.getStore()?.add(message.socket);
  }
});

/**
 * Does something that connects, and closes what it has opened when it fails. The client of NATS gives up on a broker that
 * accepts and says nothing, or whose TLS does not come about, without closing its socket (version 3.4): a process could not
 * end, and one that goes on trying would hold more of them each time.
 */
export async function withoutAbandoned<T>(connect: () => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>();
  try {
    return await opened.run(sockets, connect);
  } catch (error) {
    for (const socket of sockets) socket.destroy();
    throw error;
  }
}
