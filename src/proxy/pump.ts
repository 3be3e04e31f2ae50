import type { Socket } from 'node:net';
import type { FlowTap } from './flow.js';
import { hearOut } from './last-words.js';
import { cutSoon, LAST_WORDS_MS } from './linger.js';

/** One end of a relayed connection. */
export interface Peer {
  /** Where plain bytes are read and written: the TCP socket, or the TLS socket on top of it. */
  readonly stream: Socket;
  /** The TCP socket itself: only it can be reset. The same as `stream` without TLS. */
  readonly raw: Socket;
  /** It failed before the relay began: no stream tells that twice, and of a TLS alert it keeps nothing but the end behind it. */
  readonly hasFailed?: boolean;
}

/** How long a peer may stay half open when the other side is gone, in milliseconds. */
const LINGER_MS = 10_000;
/**
 * How long a client has to read its server's last words before the reset behind them, in milliseconds: one that is still
 * sending loses what it has not read when a write fails.
 */
const READING_MS = 100;
const NOTHING = new Uint8Array();

/** Bytes that a pump moved in each direction. */
export interface PumpCounts {
  outbound: number;
  inbound: number;
}

/** What a pump comes to. */
export interface PumpEnd extends Readonly<PumpCounts> {
  /** It was the server that left first: who is left has refused nothing. */
  readonly serverLeft: boolean;
}

/**
 * Relays two sockets to each other until both directions are over. What arrives is written as it is, then shown to the
 * tap. A full buffer on one side pauses reading on the other; half-close is passed on; a reset or an error on one side
 * resets the other, because a clean end would tell the peer that it has everything.
 *
 * @param done Called once, when both sockets are closed.
 * @param said Everything that the client said, when its side has ended before the pump begins.
 */
export function pump(
  client: Peer,
  server: Peer,
  tap: FlowTap | undefined,
  done: (end: PumpEnd) => void,
  said?: Buffer,
): void {
  const counts: PumpCounts = { outbound: 0, inbound: 0 };
  // Its last words lie with a client that goes on sending: told by a reset at once, it would lose them (RFC 9112 §9.6).
  const isDeaf = hearOut(server.stream, () => {
    if (server.stream.readableEnded) cutSoon(client.stream);
  });
  let serverLeft = server.hasFailed === true || server.stream.errored !== null || server.stream.readableEnded;
  const noteServer = (): void => {
    serverLeft ||= !client.stream.readableEnded && !client.stream.destroyed;
  };
  const cutClient = (): void => {
    noteServer();
    resetBehind(client);
  };
  let open = 2;
  const closed = (): void => {
    if (--open > 0) return;
    tap?.close();
    done({ ...counts, serverLeft });
  };

  const onClientData = (chunk: Buffer): void => {
    counts.outbound += chunk.length;
    // The server is gone for good: a direct client would be told so by a reset.
    if (server.stream.destroyed) resetBehind(client);
    else if (!server.stream.write(chunk)) client.stream.pause();
    tap?.outbound(chunk);
  };
  const onClientEnd = (): void => {
    tap?.outboundEnd();
    server.stream.end();
  };
  const onServerEnd = (): void => {
    tap?.inboundEnd();
    noteServer();
    if (isBeingReset(client.stream)) return;
    // Node tells of a TLS alert as an error, and then of an end as if all were well.
    if (server.hasFailed === true || isDeaf()) resetBehind(client);
    else client.stream.end();
  };
  client.stream.on('data', onClientData);
  server.stream.on('data', (chunk: Buffer) => {
    counts.inbound += chunk.length;
    if (!client.stream.write(chunk)) server.stream.pause();
    tap?.inbound(chunk);
  });
  client.stream.on('drain', () => server.stream.resume());
  server.stream.on('drain', () => client.stream.resume());
  client.stream.on('end', onClientEnd);
  server.stream.on('end', onServerEnd);
  closeTogether(client, server, { cut: () => reset(server), end: () => endSoon(server), closed });
  closeTogether(server, client, { cut: cutClient, end: () => endSoon(client), closed });
  if (said !== undefined) {
    if (said.length > 0) onClientData(said);
    onClientEnd();
  }
  // It had nothing to say. Told on the next turn: Node's TLS throws away what it has received and not yet handed out when it
  // is ended in the callback that says that the handshake is done.
  if (server.stream.readableEnded) setImmediate(() => client.stream.destroyed || onServerEnd());
  else if (server.stream.errored !== null) resetBehind(client);
  if (server.stream.closed) closed();
  client.stream.resume();
  server.stream.resume();
}

/** Ends a peer so that the other side sees a reset, not an orderly end. */
function reset(peer: Peer): void {
  if (!peer.raw.destroyed) peer.raw.resetAndDestroy();
  if (!peer.stream.destroyed) peer.stream.destroy();
}

/** Streams that will be reset behind their last words. */
const beingReset = new WeakSet<Socket>();

/** Whether a stream will be reset: an orderly end in front of that would tell it that it has everything. */
export function isBeingReset(stream: Socket): boolean {
  return beingReset.has(stream);
}

/** The same, once, when the peer was given everything that was written to it, and a moment to read it. */
export function resetBehind(peer: Peer): void {
  if (isBeingReset(peer.stream)) return;
  beingReset.add(peer.stream);
  const cut = (): void => reset(peer);
  if (!peer.stream.writable) {
    cut();
    return;
  }
  const timer = setTimeout(cut, LAST_WORDS_MS);
  peer.stream.write(NOTHING, () => {
    clearTimeout(timer);
    setTimeout(cut, READING_MS);
  });
}

interface HowToClose {
  /** Cuts the other peer. */
  readonly cut: () => void;
  /** Ends it. */
  readonly end: () => void;
  /** Called when this one is closed. */
  readonly closed: () => void;
}

/** When `from` dies, so does `to`: cut after an error, otherwise ended once what it was given is written. */
function closeTogether(from: Peer, to: Peer, { cut, end, closed }: HowToClose): void {
  from.stream.on('error', cut);
  from.stream.on('close', (hadError) => {
    if (hadError) cut();
    else if (from.stream.readableEnded) end();
    else to.stream.destroy();
    closed();
  });
}

/** Ends a peer whose counterpart is closed in both directions; one that does not end in turn is cut. */
function endSoon(peer: Peer): void {
  if (isBeingReset(peer.stream) || peer.stream.destroyed) return;
  // Ended a second time, as each is whose end was passed on, it makes an error that nobody hears.
  if (!peer.stream.writableEnded) peer.stream.end();
  peer.stream.setTimeout(LINGER_MS, () => peer.stream.destroy());
}
