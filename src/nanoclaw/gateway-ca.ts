import { readFileSync } from 'node:fs';
import { certificatesIn } from '../sidecar/ca/ca-bundle.js';
import { GuardianError } from '../text/guardian-error.js';
import { messageOf } from '../text/unknown-error.js';

/**
 * The certificates in the CA file of a gateway, and nothing else that may stand in it.
 *
 * @throws GuardianError `nanoclaw.gateway_ca` when it cannot be read or holds none.
 */
export function gatewayCa(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new GuardianError({ code: 'nanoclaw.gateway_ca', args: { file, reason: messageOf(error) } });
  }
  const certificates = certificatesIn(text);
  if (certificates.length > 0) return certificates.join('\n');
  throw new GuardianError({ code: 'nanoclaw.gateway_ca', args: { file, reason: 'no PEM certificate in it' } });
}
