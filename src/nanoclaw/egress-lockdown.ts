import { GuardianError } from '../text/guardian-error.js';

/**
 * With egress lockdown, NanoClaw puts containers on a network from which nothing on the host can be reached, the Guardian
 * included: their traffic would only fail. That is said instead.
 *
 * @throws GuardianError `nanoclaw.egress_lockdown`
 */
export function refuseEgressLockdown(env: NodeJS.ProcessEnv): void {
  // The same comparison as NanoClaw's: anything but this word leaves it off.
  if (env['NANOCLAW_EGRESS_LOCKDOWN'] !== 'true') return;
  throw new GuardianError({ code: 'nanoclaw.egress_lockdown', args: {} });
}
