import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { authorityOf, type Destination } from '../destination.js';
import { cutSoon } from '../linger.js';
import type { LeafContexts } from '../certificates/leaf-contexts.js';
import { secureClient } from './client-tls.js';
import { TRUST_CHECK_HOST } from './trust-check-name.js';

const BODY = 'The Traffic Guardian opened this connection, and the client trusted it.\n';
const ANSWER = [
  'HTTP/1.1 200 OK',
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${BODY.length}`,
  'Cache-Control: no-store',
  'Connection: close',
  '',
  BODY,
].join('\r\n');
/** A request that is longer than this is none of the doctor's. */
const MAX_REQUEST_BYTES = 16_384;
const END_OF_HEAD = '\r\n\r\n';

/** Whether a CONNECT asks the Guardian itself instead of somebody behind it. */
export function isTrustCheck(destination: Destination): boolean {
  return authorityOf(destination).toLowerCase() === `${TRUST_CHECK_HOST}:443`;
}

/**
 * Answers a client that wants to know whether it trusts the CA: a TLS handshake with a leaf as every other (the CA's
 * certificate behind it, so that its fingerprint can be seen), and one fixed answer. Nothing is dialled and nothing is relayed, so the connection is no flow and has no coverage outcome.
 */
export async function answerTrustCheck(leaves: LeafContexts, client: Socket, timeoutMs: number): Promise<void> {
  const context = await leaves.showingAuthority(TRUST_CHECK_HOST);
  const outcome = await secureClient(client, context, 'http/1.1', timeoutMs);
  if (outcome.kind !== 'secured') {
    client.destroy();
    return;
  }
  answerOneRequest(outcome.socket, client, timeoutMs);
}

function answerOneRequest(socket: TLSSocket, client: Socket, timeoutMs: number): void {
  let received = '';
  const deadline = setTimeout(() => client.destroy(), timeoutMs);
  socket.on('error', () => client.destroy());
  client.once('close', () => clearTimeout(deadline));
  socket.once('end', () => client.destroy());
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    const isComplete = received.includes(END_OF_HEAD);
    if (!isComplete && received.length <= MAX_REQUEST_BYTES) return;
    socket.removeAllListeners('data');
    socket.resume();
    if (isComplete) socket.end(ANSWER);
    else socket.end();
    cutSoon(client);
  });
}
