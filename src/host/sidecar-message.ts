import type { SidecarMessage } from '../sidecar/main.js';
import { saidOf } from '../text/said.js';
import { saidIn } from '../validation/said-in.js';

/** Reads the first words of a sidecar, or of a supervisor that passes them on; anything else is a failure. */
export function sidecarMessageOf(message: unknown): SidecarMessage {
  if (typeof message === 'object' && message !== null && 'kind' in message) {
    if (message.kind === 'ready' && 'listen' in message) return { kind: 'ready', listen: String(message.listen) };
    const said = message.kind === 'failed' ? saidIn(message) : undefined;
    if (said !== undefined) return { kind: 'failed', ...said };
  }
  return { kind: 'failed', ...saidOf({ code: 'supervisor.malformed', args: {} }) };
}
