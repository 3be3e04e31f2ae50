import type { SidecarMessage } from '../sidecar/main.js';

/** Reads the first words of a sidecar, or of a supervisor that passes them on; anything else is a failure. */
export function sidecarMessageOf(message: unknown): SidecarMessage {
  if (typeof message === 'object' && message !== null && 'kind' in message) {
    if (message.kind === 'ready' && 'listen' in message) return { kind: 'ready', listen: String(message.listen) };
    if (message.kind === 'failed' && 'code' in message && 'message' in message) {
      return { kind: 'failed', code: String(message.code), message: String(message.message) };
    }
  }
  return { kind: 'failed', code: 'supervisor.malformed', message: 'it said something unexpected' };
}
