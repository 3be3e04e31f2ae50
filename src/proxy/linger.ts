import type { Socket } from 'node:net';

/** Time in which a client can read the last words and close, in milliseconds. */
const LINGER_MS = 1_000;
/** Time in which a client has to take its last words at all, in milliseconds. */
export const LAST_WORDS_MS = 30_000;

/**
 * Cuts the connection of a client that has been answered for the last time, a moment after it could read that. What it
 * sends meanwhile does not buy it more time, or anybody could hold connections open without a credential.
 *
 * @param client Its `end` has been called.
 */
export function cutSoon(client: Socket): void {
  const cut = (): void => void client.destroy();
  let timer = setTimeout(cut, client.writableFinished ? LINGER_MS : LAST_WORDS_MS);
  client.once('finish', () => {
    clearTimeout(timer);
    timer = setTimeout(cut, LINGER_MS);
  });
  client.once('close', () => clearTimeout(timer));
}

/** Drops a connection that nobody has a use for any more: what goes wrong with it from here on concerns nobody. */
export function discard(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.destroy();
}
