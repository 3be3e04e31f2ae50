import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS, with the final zero. */
const MAX_PATH_BYTES = 103;
/** Each attempt after the first follows the removal of a dead socket, by us or by somebody who starts at the same time. */
const MAX_ATTEMPTS = 10;

/**
 * A Unix socket at a well-known path that at most one process has. The socket of a dead process is taken over, that of a
 * living one never: whether somebody listens is asked of the kernel, so no process id can be mistaken for another's.
 */
export class ClaimedSocket {
  readonly #path: string;
  readonly #identity: string | undefined;

  private constructor(path: string) {
    this.#path = path;
    this.#identity = identityOf(path);
  }

  /**
   * Lets a server listen at `path`, open to its owner alone from the first moment.
   *
   * @throws GuardianError `control.socket_path` when the path is too long for a socket, `sidecar.already_running` when
   *   somebody listens there; or the system's error.
   */
  static async claim(server: Server, path: string): Promise<ClaimedSocket> {
    if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
      throw new GuardianError({ code: 'control.socket_path', args: { path } });
    }
    // Binding removes nothing and linking replaces nothing, so of several that start at once exactly one gets the path.
    const own = join(dirname(path), `sock.${randomBytes(3).toString('hex')}`);
    await listen(server, own);
    try {
      chmodSync(own, 0o600);
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        if (linked(own, path)) return new ClaimedSocket(path);
        const found = identityOf(path);
        if (found === undefined) continue;
        if (await isAlive(path)) break;
        removeIfStill(path, found);
      }
      throw new GuardianError({ code: 'sidecar.already_running', args: { home: dirname(path) } });
    } finally {
      rmSync(own, { force: true });
    }
  }

  /** Gives the path up, unless it has become somebody else's. Called while the server still listens. */
  release(): void {
    if (this.#identity !== undefined) removeIfStill(this.#path, this.#identity);
  }
}

/**
 * Removes a socket if it is still the one that was looked at: somebody else who found it dead may have put a living one
 * into its place. Nothing is waited for between the look and the removal, and a wrong removal is undone.
 */
function removeIfStill(path: string, identity: string): void {
  if (identityOf(path) !== identity) return;
  const aside = join(dirname(path), `sock.${randomBytes(3).toString('hex')}`);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (identityOf(aside) !== identity) linked(aside, path);
  rmSync(aside, { force: true });
}

/** Tells files apart, also when the number of a removed one is used again; undefined when there is none. */
function identityOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev} ${stat.ino} ${stat.mtimeNs}`;
}

/** Gives a file a second name; false when the name is taken. */
function linked(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Whether somebody accepts connections there; in doubt, somebody does. */
function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => finish(true));
    socket.once('error', (error) => finish(codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ECONNREFUSED'));

    function finish(alive: boolean): void {
      socket.destroy();
      resolve(alive);
    }
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
