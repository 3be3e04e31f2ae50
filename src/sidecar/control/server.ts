import { createServer, type Server, type Socket } from 'node:net';
import { GuardianError } from '../../text/guardian-error.js';
import { saidOf, type Said } from '../../text/said.js';
import type { MessageCode, Saying } from '../../text/texts.js';
import { sayingsOf, validatorOf } from '../../validation/validator.js';
import { ClaimedSocket } from './claimed-socket.js';
import { LineReader, MAX_REQUEST_BYTES } from './line-reader.js';
import { controlRequestSchema, type ControlRequest } from './request.generated.js';

/** Answers one method. Arguments were not checked: the handler validates them whole before it does anything. */
export type ControlHandler = (params: unknown) => unknown;

export interface ControlServerOptions {
  readonly path: string;
  readonly handlers: Readonly<Record<string, ControlHandler>>;
  /** A request that was refused; for the audit log. */
  readonly onRefused: (code: MessageCode) => void;
}

/** An answer on the wire: the result, or an error with a stable code. */
export type ControlAnswer =
  | { readonly id: string; readonly ok: true; readonly result: unknown }
  | {
      readonly id: string | null;
      readonly ok: false;
      readonly error: Said;
    };

/** Time to complete a line once it has begun, and to send one at all, in milliseconds. */
const LINE_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;
const MAX_CONNECTIONS = 64;

const validateRequest = validatorOf<ControlRequest>(controlRequestSchema);

/**
 * The control socket: JSON requests, one a line, each with one answer. Only its owner can open it (0600); whoever can
 * is the operator or a process that the operator started.
 */
export class ControlServer {
  readonly #server: Server;
  readonly #socket: ClaimedSocket;
  readonly #connections: ReadonlySet<Socket>;

  private constructor(server: Server, socket: ClaimedSocket, connections: ReadonlySet<Socket>) {
    this.#server = server;
    this.#socket = socket;
    this.#connections = connections;
  }

  /** @throws GuardianError as {@link ClaimedSocket.claim}, or the system's error. */
  static async listen(options: ControlServerOptions): Promise<ControlServer> {
    const server = createServer((socket) => serve(socket, options));
    server.maxConnections = MAX_CONNECTIONS;
    const connections = new Set<Socket>();
    server.on('connection', (socket) => {
      connections.add(socket);
      socket.once('close', () => connections.delete(socket));
    });
    try {
      return new ControlServer(server, await ClaimedSocket.claim(server, options.path), connections);
    } catch (error) {
      server.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#socket.release();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#connections) socket.destroy();
    });
  }
}

function serve(socket: Socket, options: ControlServerOptions): void {
  const lines = new LineReader(MAX_REQUEST_BYTES);
  let queue = Promise.resolve();
  let deadline: NodeJS.Timeout | undefined;
  const refuse = (saying: Saying): void => {
    options.onRefused(saying.code);
    send(socket, errorAnswer(null, saying));
    socket.end();
    socket.removeAllListeners('data');
    socket.resume();
  };
  socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy());
  socket.on('error', () => undefined);
  socket.once('close', () => clearTimeout(deadline));
  socket.on('data', (chunk: Buffer) => {
    const complete = lines.push(chunk);
    clearTimeout(deadline);
    if (complete === undefined) {
      refuse({ code: 'control.too_large', args: { limit: MAX_REQUEST_BYTES } });
      return;
    }
    if (lines.partial) {
      const seconds = LINE_TIMEOUT_MS / 1000;
      deadline = setTimeout(() => refuse({ code: 'control.too_slow', args: { seconds } }), LINE_TIMEOUT_MS);
    }
    for (const line of complete) {
      // One after the other: a client that sends many at once gets its answers in order.
      queue = queue.then(async () => {
        if (!socket.destroyed) send(socket, await answer(line, options));
      });
    }
  });
}

async function answer(line: string, options: ControlServerOptions): Promise<ControlAnswer> {
  let id: string | null = null;
  try {
    const checked = validateRequest(parse(line));
    if (!checked.ok) {
      const problems = sayingsOf(checked.problems);
      throw new GuardianError({ code: 'control.invalid', args: { problems } });
    }
    const { method, params } = checked.value;
    ({ id } = checked.value);
    const handler = Object.hasOwn(options.handlers, method) ? options.handlers[method] : undefined;
    if (handler === undefined) {
      const known = Object.keys(options.handlers).join(', ');
      throw new GuardianError({ code: 'control.unknown_method', args: { known } });
    }
    return { id, ok: true, result: await handler(params ?? {}) };
  } catch (error) {
    const saying: Saying = error instanceof GuardianError ? error.saying : { code: 'control.internal', args: {} };
    options.onRefused(saying.code);
    return errorAnswer(id, saying);
  }
}

function parse(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    throw new GuardianError({ code: 'control.not_json', args: {} });
  }
}

function errorAnswer(id: string | null, saying: Saying): ControlAnswer {
  return { id, ok: false, error: saidOf(saying) };
}

function send(socket: Socket, message: ControlAnswer): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
