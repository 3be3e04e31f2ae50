import type { Socket } from 'node:net';

/** A hello, and what an impatient client may send behind it; nobody answers more than that before the handshake. */
const MAX_BYTES = 128 * 1024;

/**
 * Watches a client that has said hello and waits until the server has been talked to. A stream that nobody reads does not
 * tell that its other side has left, and a client that left has not refused a certificate.
 */
export class WaitingClient {
  readonly #client: Socket;
  readonly #onLeft: () => void;
  readonly #said: Buffer[] = [];
  #bytes = 0;
  #left = false;

  /** @param onLeft Called when the client leaves, at most once. */
  constructor(client: Socket, onLeft: () => void) {
    this.#client = client;
    this.#onLeft = onLeft;
    client.on('data', this.#onData);
    client.on('end', this.#onEnd);
    client.on('close', this.#onEnd);
    if (client.destroyed || client.readableEnded) this.#onEnd();
    else client.resume();
  }

  get hasLeft(): boolean {
    return this.#left;
  }

  /** Puts back what the client said, for whoever answers it. */
  release(): void {
    this.#client.removeListener('data', this.#onData);
    this.#client.removeListener('end', this.#onEnd);
    this.#client.removeListener('close', this.#onEnd);
    this.#client.pause();
    if (!this.#left && this.#bytes > 0) this.#client.unshift(Buffer.concat(this.#said));
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#said.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_BYTES) this.#client.pause();
  };

  readonly #onEnd = (): void => {
    if (this.#left) return;
    this.#left = true;
    this.#onLeft();
  };
}
