import { existsSync } from 'node:fs';
import { ensurePrivateFolder, type StateFolder } from '../state-folder.js';
import { ControlServer, type ControlServerOptions } from './server.js';

/** How often it is looked whether the socket is still there, in milliseconds. */
const LOOK_MS = 2_000;

/**
 * A control socket that comes back when somebody removed it, with the state folder for instance: a sidecar that relays
 * and cannot be asked or stopped would be said not to be running.
 */
export class LastingControl {
  readonly #state: StateFolder;
  readonly #options: ControlServerOptions;
  readonly #timer: NodeJS.Timeout;
  #server: ControlServer;
  #opening: Promise<void> | undefined;

  private constructor(state: StateFolder, options: ControlServerOptions, server: ControlServer) {
    this.#state = state;
    this.#options = options;
    this.#server = server;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  /** @throws GuardianError or the system's error as {@link ControlServer.listen}. */
  static async open(state: StateFolder, options: ControlServerOptions): Promise<LastingControl> {
    return new LastingControl(state, options, await ControlServer.listen(options));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#opening;
    await this.#server.close();
  }

  #look(): void {
    if (this.#opening !== undefined || existsSync(this.#options.path)) return;
    this.#opening = this.#reopen()
      // The folder cannot be made again, or somebody else was faster: looked at again in a moment.
      .catch(() => undefined)
      .finally(() => (this.#opening = undefined));
  }

  async #reopen(): Promise<void> {
    ensurePrivateFolder(this.#state.home);
    const before = this.#server;
    this.#server = await ControlServer.listen(this.#options);
    await before.close();
  }
}
