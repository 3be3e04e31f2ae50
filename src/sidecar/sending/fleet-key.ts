import { hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';
import type { InstallKeys } from '../install-keys.js';
import type { Settings } from '../settings.js';

const MIN_CHARACTERS = 32;
const KEY_BYTES = 32;

/**
 * The key under which findings get their fingerprints: that of the fleet, so that a secret has the same fingerprint on
 * all of its hosts, or the installation's own.
 *
 * @throws GuardianError `fleet.key` when there is to be one and it cannot be read or is too short.
 */
export function fingerprintKeyOf(
  { fleet: { key: source } }: Settings,
  keys: Pick<InstallKeys, 'fingerprints'>,
): Buffer {
  if (source === undefined) return keys.fingerprints;
  const secret = ('file' in source ? textIn(source.file) : (process.env[source.env] ?? '')).trim();
  if (secret.length < MIN_CHARACTERS) throw new GuardianError({ code: 'fleet.key', args: { reason: 'TOO_SHORT' } });
  const derived = hkdfSync('sha256', secret, Buffer.alloc(0), 'traffic-guardian/fleet-fingerprints/v1', KEY_BYTES);
  return Buffer.from(derived);
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GuardianError({ code: 'fleet.key', args: { reason: codeOf(error) ?? 'UNKNOWN' } });
  }
}
