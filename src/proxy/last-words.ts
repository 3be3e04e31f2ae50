import type { Socket } from 'node:net';
import { codeOf } from '../text/unknown-error.js';

/** What a write comes to when the other side takes nothing more, by a reset that may have come behind its last words. */
const DEAF: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ECONNRESET']);

/**
 * Lets a server be heard to its end when it no longer takes what it is sent. One that answers an upload early and closes
 * (413, 401) resets the connection behind its answer (RFC 9112 §9.6), and Node throws away what it has not read yet when a
 * write fails: whether a client got that answer was a matter of chance. Here what cannot be written is dropped, as the
 * server would drop it, and reading goes on: to the end, because the system tells of a reset only once. Nothing more is
 * written to it: of a TLS connection that has failed once, Node never says what became of the next write.
 *
 * @param onDeaf Called once, when the server has stopped taking anything.
 * @returns Whether it has, so that its end was no orderly one.
 */
export function hearOut(server: Socket, onDeaf: () => void): () => boolean {
  let deaf = false;
  const settle =
    (callback: (error?: Error | null) => void) =>
    (error?: Error | null): void => {
      if (error === undefined || error === null || !DEAF.has(codeOf(error)) || server.destroyed) {
        callback(error);
        return;
      }
      deaf = true;
      callback();
      onDeaf();
    };
  const write = server._write.bind(server);
  server._write = (chunk: unknown, encoding, callback) => {
    if (deaf) callback();
    else write(chunk, encoding, settle(callback));
  };
  const writeMany = server._writev?.bind(server);
  if (writeMany !== undefined) {
    server._writev = (chunks, callback) => {
      if (deaf) callback();
      else writeMany(chunks, settle(callback));
    };
  }
  return () => deaf;
}
