import { Connection, type OpenOptions } from './connection.js';
import type { PreparedExchange } from './exchange.js';
import type { Route } from './job.js';
import { ResponseReader } from './response-reader.js';

/** A client on one connection: one request at a time, each answer compared to the byte. */
export class Client {
  readonly connection: Connection;
  #reader: ResponseReader | undefined;
  #prepared: PreparedExchange | undefined;
  #onAnswer: () => void = () => undefined;
  #bodyBytesBefore = 0;

  private constructor(connection: Connection) {
    this.connection = connection;
  }

  static async open(route: Route, onFailure: (reason: string) => void, options: OpenOptions = {}): Promise<Client> {
    const opened: { client?: Client } = {};
    const connection = await Connection.open(
      route,
      {
        onBytes: (bytes) => {
          if (opened.client === undefined) throw new Error('bytes that nobody asked for');
          opened.client.#receive(bytes);
        },
        onFailure,
      },
      options,
    );
    opened.client = new Client(connection);
    return opened.client;
  }

  /** Body bytes so far, in both directions. */
  get bodyBytes(): number {
    return this.#bodyBytesBefore + (this.#reader?.bodyBytes ?? 0);
  }

  #receive(bytes: Buffer): void {
    if (this.#reader === undefined) throw new Error('bytes that nobody asked for');
    this.#reader.feed(bytes);
  }

  /** Sends a request; `onAnswer` is called when its answer is complete and right. */
  send(prepared: PreparedExchange, onAnswer: () => void): void {
    this.#onAnswer = onAnswer;
    if (this.#prepared !== prepared) {
      this.#prepared = prepared;
      this.#bodyBytesBefore += this.#reader?.bodyBytes ?? 0;
      this.#reader = new ResponseReader(prepared.expected, () => this.#onAnswer());
    }
    this.#bodyBytesBefore += prepared.sentBody;
    this.connection.write(prepared.request);
  }

  request(prepared: PreparedExchange): Promise<void> {
    return new Promise((resolve) => this.send(prepared, resolve));
  }
}
