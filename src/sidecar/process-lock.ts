import { createServer, type Server } from 'node:net';
import { GuardianError } from '../text/guardian-error.js';
import { ClaimedSocket } from './control/claimed-socket.js';

/**
 * Something that at most one process has. It is a socket on which nobody is answered, so the kernel takes it from a
 * process that dies.
 */
export class ProcessLock {
  readonly #server: Server;
  readonly #socket: ClaimedSocket;

  private constructor(server: Server, socket: ClaimedSocket) {
    this.#server = server;
    this.#socket = socket;
  }

  /**
   * Takes a lock if nobody has it.
   *
   * @returns undefined when somebody has it.
   * @throws GuardianError `control.socket_path`, or the system's error.
   */
  static async take(path: string): Promise<ProcessLock | undefined> {
    const server = createServer((socket) => socket.destroy()).unref();
    try {
      return new ProcessLock(server, await ClaimedSocket.claim(server, path));
    } catch (error) {
      server.close();
      if (error instanceof GuardianError && error.code === 'sidecar.already_running') return undefined;
      throw error;
    }
  }

  release(): void {
    this.#socket.release();
    this.#server.close();
  }
}
