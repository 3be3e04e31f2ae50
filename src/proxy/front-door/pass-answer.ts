import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Http1Framer } from '../../wire/http1/framer.js';
import { cutSoon } from '../linger.js';

/**
 * Gives a client the upstream proxy's own answer to its CONNECT, byte for byte: a 407 with its challenge, a 502 with
 * its page. The connection ends behind it, because what the client says next is not for the upstream to hear unchecked.
 */
export function passAnswer(head: Uint8Array, upstream: Duplex, client: Socket): void {
  let finished = false;
  const finish = (): void => {
    upstream.destroy();
    if (finished) return;
    finished = true;
    client.end();
    cutSoon(client);
  };
  const framer = new Http1Framer({
    head: (_head, _length, raw) => client.write(raw),
    raw: (bytes) => client.write(bytes),
    data: () => undefined,
    end: finish,
    upgraded: finish,
    broken: finish,
  });
  upstream.on('data', (chunk: Buffer) => framer.feed(chunk));
  upstream.once('close', finish);
  upstream.on('error', finish);
  client.once('close', () => upstream.destroy());
  framer.feed(head);
  upstream.resume();
}
