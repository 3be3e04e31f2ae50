import type { Socket } from 'node:net';
import { readClientHello, type ClientHello } from '../../wire/tls/client-hello.js';

/** What a client says first inside its tunnel. Nothing is consumed: the bytes are put back. */
export type Sniffed =
  | { readonly kind: 'tls'; readonly hello: ClientHello }
  /** An HTTP/1.x request line or the HTTP/2 preface, without TLS. */
  | { readonly kind: 'http' }
  /** Neither; or the server spoke first, as mail and SSH servers do, or ended its side without a word. */
  | { readonly kind: 'other' }
  /** The client ended its side before that showed. What it said cannot be put back into a stream that has ended. */
  | { readonly kind: 'ended'; readonly said: Buffer }
  /** One of them left, or the client did not say in time what it wants. */
  | { readonly kind: 'gone' };

/** How long a client may stay silent before the server is listened to as well, in milliseconds. */
const SERVER_FIRST_GRACE_MS = 30;
/** A start line shows itself within this many bytes: a method, a space. */
const METHOD_BYTES = 24;
const METHOD_START = /^[A-Z][A-Z-]{0,22}(?: |$)/;

/** How long the first bytes of a tunnel are waited for, in milliseconds. */
export interface SniffTimes {
  /** For the first of them. */
  readonly idleTimeoutMs: number;
  /** For the rest, until they can be told apart: a hello that trickles is no hello. */
  readonly handshakeTimeoutMs: number;
}

/** Waits for the first bytes of a tunnel and tells what they are. */
export function sniff(client: Socket, server: Socket, times: SniffTimes): Promise<Sniffed> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    let fromServer: Buffer = Buffer.alloc(0);
    let timer = setTimeout(() => finish({ kind: 'gone' }), times.idleTimeoutMs);
    const grace = setTimeout(listenToServer, SERVER_FIRST_GRACE_MS);
    const onServerEnd = (): void => finish({ kind: 'other' });
    const onEnd = (): void => finish({ kind: 'ended', said: received });
    const onGone = (): void => finish({ kind: 'gone' });
    const onError = (): void => undefined;
    client.on('data', onClientData);
    client.on('end', onEnd);
    client.on('close', onGone);
    client.on('error', onError);
    server.on('close', onGone);
    server.on('error', onError);
    client.resume();

    function onClientData(chunk: Buffer): void {
      const isFirst = received.length === 0;
      received = isFirst ? chunk : Buffer.concat([received, chunk]);
      const outcome = recognise(received);
      if (outcome !== undefined) {
        finish(outcome);
      } else if (isFirst) {
        clearTimeout(timer);
        timer = setTimeout(() => finish({ kind: 'gone' }), times.handshakeTimeoutMs);
      }
    }

    function listenToServer(): void {
      if (server.readableEnded) {
        onServerEnd();
        return;
      }
      server.on('data', onServerData).on('end', onServerEnd);
      // One that came through a proxy is paused, and then a listener alone makes nothing flow.
      server.resume();
    }

    function onServerData(chunk: Buffer): void {
      fromServer = chunk;
      finish({ kind: 'other' });
    }

    function finish(outcome: Sniffed): void {
      clearTimeout(timer);
      clearTimeout(grace);
      client.removeListener('data', onClientData);
      client.removeListener('end', onEnd);
      client.removeListener('close', onGone);
      server.removeListener('data', onServerData);
      server.removeListener('end', onServerEnd);
      server.removeListener('close', onGone);
      client.pause();
      server.pause();
      // Error listeners go last, on the next turn: an error that is on its way must not find nobody.
      setImmediate(() => {
        client.removeListener('error', onError);
        server.removeListener('error', onError);
      });
      if (received.length > 0 && !client.destroyed && !client.readableEnded) client.unshift(received);
      if (fromServer.length > 0 && !server.destroyed) server.unshift(fromServer);
      resolve(outcome);
    }
  });
}

function recognise(received: Buffer): Sniffed | undefined {
  const outcome = readClientHello(received);
  if (outcome.kind === 'hello') return { kind: 'tls', hello: outcome.hello };
  if (outcome.kind === 'incomplete') return undefined;
  const start = received.subarray(0, METHOD_BYTES).toString('latin1');
  if (!METHOD_START.test(start)) return { kind: 'other' };
  return start.includes(' ') || received.length >= METHOD_BYTES
    ? { kind: start.includes(' ') ? 'http' : 'other' }
    : undefined;
}
