import { describeAuthority } from '../../sidecar/ca/ca-description.js';
import { DAY_MS } from '../../time/lengths.js';
import type { Check } from '../check.js';
import { fail, ok, skip, warn } from '../verdict.js';

/** Containers that run for weeks have to learn of the next one. */
const SOON_DAYS = 30;

/** How long the CA is valid. */
export const caExpiry: Check = {
  code: 'ca_expiry',
  run: ({ state, now }) => {
    const authority = describeAuthority(state);
    if (authority === undefined) return skip({ code: 'doctor.ca.none', args: {} });
    const { notBefore, notAfter } = authority;
    const days = Math.floor((notAfter.getTime() - now.getTime()) / DAY_MS);
    const args = { days, at: notAfter.toISOString() };
    if (notBefore > now) {
      const future = { code: 'doctor.ca.future', args: { at: notBefore.toISOString() } } as const;
      return [fail(future, { code: 'doctor.clock.remedy', args: {} })];
    }
    if (notAfter <= now) return [fail({ code: 'doctor.ca.expired', args }, { code: 'doctor.ca.remedy', args: {} })];
    if (days < SOON_DAYS) return [warn({ code: 'doctor.ca.soon', args }, { code: 'doctor.ca.remedy', args: {} })];
    return ok({ code: 'doctor.ca.ok', args });
  },
};
