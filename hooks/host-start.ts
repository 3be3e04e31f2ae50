import { messageOf } from '../src/text/unknown-error.js';
import { refuseEgressLockdown } from '../src/nanoclaw/egress-lockdown.js';
import { offerHostTraffic } from '../src/nanoclaw/host-traffic.js';
import type { NanoClawGuardian } from '../src/nanoclaw/nanoclaw-guardian.js';

/**
 * NanoClaw's host starts: the sidecar is started and awaited. A Guardian that cannot run does not keep the host from
 * starting: containers are refused then, and the host's log says why.
 */
export async function hostStart(guardian: NanoClawGuardian): Promise<void> {
  const { enabled, env, process, log, settings, sessionScan } = guardian;
  try {
    if (!enabled()) {
      log.info('Traffic Guardian is switched off by its configuration');
      return;
    }
    refuseEgressLockdown(env);
    await process.ready();
    await offerHostTraffic(guardian);
    if (settings().sessionScan.daily) sessionScan.start();
  } catch (error) {
    log.error('Traffic Guardian did not start; no container will be started without it', { reason: messageOf(error) });
  }
}
