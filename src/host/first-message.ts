import type { SidecarMessage } from '../sidecar/main.js';
import { saidOf } from '../text/said.js';
import { sidecarMessageOf } from './sidecar-message.js';
import type { SidecarProcess } from './spawn-sidecar.js';

/** Time in which the sidecar has to say that it is ready, in milliseconds. */
const READY_TIMEOUT_MS = 60_000;

/** A sidecar's first words, or a failure when it ends or says nothing in time. */
export async function firstMessage(child: SidecarProcess): Promise<SidecarMessage> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ kind: 'failed', ...saidOf({ code: 'supervisor.timeout', args: {} }) });
    }, READY_TIMEOUT_MS);
    child
      .getOneMessage()
      .then(
        (message) => resolve(sidecarMessageOf(message)),
        () => resolve({ kind: 'failed', ...saidOf({ code: 'supervisor.ended', args: {} }) }),
      )
      // The clock stops with the first word: it must not end a sidecar that is running.
      .finally(() => clearTimeout(timer));
  });
}
