import { messageOf } from '../src/text/unknown-error.js';
import { refuseEgressLockdown } from '../src/nanoclaw/egress-lockdown.js';
import type { NanoClawGuardian } from '../src/nanoclaw/nanoclaw-guardian.js';

/**
 * NanoClaw's host starts: the sidecar is started and awaited. A Guardian that cannot run does not keep the host from
 * starting: containers are refused then, and the host's log says why.
 */
export async function hostStart({ enabled, env, process, log }: NanoClawGuardian): Promise<void> {
  try {
    if (!enabled()) {
      log.info('Traffic Guardian is switched off by its configuration');
      return;
    }
    refuseEgressLockdown(env);
    await process.ready();
  } catch (error) {
    log.error('Traffic Guardian did not start; no container will be started without it', { reason: messageOf(error) });
  }
}
