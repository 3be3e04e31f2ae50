import { DAY_MS } from '../../time/lengths.js';
import { runningDigest } from '../digest/running-digest.js';
import { validatorOf } from '../../validation/validator.js';
import type { TrafficDigest } from '../digest/digest.generated.js';
import type { Sidecar } from '../sidecar.js';
import { accepted } from './accepted.js';
import { digestRequestSchema, type DigestRequest } from './digest-request.generated.js';
import type { ControlHandler } from './server.js';

const validate = validatorOf<DigestRequest>(digestRequestSchema);

/** The beginning of the time that the status tells of. */
export function aDayAgo(): string {
  return new Date(Date.now() - DAY_MS).toISOString();
}

/** What happened in a time, for the operator. Agents get that of their own group with the status. */
export function digestHandlers(sidecar: Sidecar): Record<string, ControlHandler> {
  return {
    digest: async (params): Promise<TrafficDigest> => {
      const { since, agent } = accepted(validate(params));
      return runningDigest(sidecar, { since, ...(agent !== undefined && { agent }) }, await sidecar.status());
    },
  };
}
