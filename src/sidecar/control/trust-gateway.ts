import { validatorOf } from '../../validation/validator.js';
import type { Sidecar } from '../sidecar.js';
import { accepted } from './accepted.js';
import { trustGatewayRequestSchema, type TrustGatewayRequest } from './trust-gateway.generated.js';

const validate = validatorOf<TrustGatewayRequest>(trustGatewayRequestSchema);

/**
 * The host tells which CA the gateway behind us signs with: servers may be signed by it from now on, and it stands in the
 * bundle, because containers see the gateway's own certificates where the Guardian does not open a connection.
 */
export async function trustGateway(sidecar: Sidecar, params: unknown): Promise<{ readonly changed: boolean }> {
  const { certificates } = accepted(validate(params));
  return { changed: await sidecar.trustGateway(certificates) };
}
