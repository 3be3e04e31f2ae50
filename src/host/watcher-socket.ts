import { ControlServer } from '../sidecar/control/server.js';
import { accepted, validateNothing } from '../sidecar/control/accepted.js';

/** What a supervisor tells and does for whoever opens its socket, which is its owner alone. */
export interface Watched {
  /** Process id of the sidecar; undefined while there is none. */
  readonly pid: () => number | undefined;
  /** Begins to stop the sidecar and the supervision; returns at once. */
  readonly stop: () => void;
}

/**
 * Lets a supervisor be asked and stopped, also between a crash and the next start, when the sidecar answers nobody. The
 * socket is also what makes the supervisor of a state folder the only one.
 *
 * @throws GuardianError `sidecar.already_running` when another supervisor has it.
 */
export function listenForOperator(path: string, watched: Watched): Promise<ControlServer> {
  return ControlServer.listen({
    path,
    handlers: {
      ping: (params) => {
        accepted(validateNothing(params));
        const sidecar = watched.pid();
        return { supervisor: process.pid, ...(sidecar === undefined ? {} : { sidecar }) };
      },
      stop: (params) => {
        accepted(validateNothing(params));
        setImmediate(() => watched.stop());
        return { stopping: true };
      },
    },
    onRefused: () => undefined,
  });
}
