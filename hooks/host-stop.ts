import type { Supervisor } from '../src/host/supervisor.js';

/** NanoClaw's host stops: the sidecar drains and is gone when this resolves. Without one, nothing happens. */
export async function hostStop(supervisor: Supervisor | undefined): Promise<void> {
  await supervisor?.stop();
}
