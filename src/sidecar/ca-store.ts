import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createAuthority, type Authority } from '../proxy/certificates/authority.js';
import { openKey, sealKey } from '../proxy/certificates/sealed-key.js';
import { sealedKeySchema, type SealedKey } from '../proxy/certificates/sealed-key.generated.js';
import { GuardianError } from '../text/guardian-error.js';
import { validatorOf } from '../validation/validator.js';
import { readIfThere, writePrivateFile, type StateFolder } from './state-folder.js';

const validateSealedKey = validatorOf<SealedKey>(sealedKeySchema);

/** The CA of a state folder, and whether it was made just now. */
export interface LoadedAuthority {
  readonly authority: Authority;
  readonly created: boolean;
}

/**
 * Loads the installation's CA, making it on first use. Its key is sealed under a secret of this machine.
 *
 * @throws GuardianError `ca.incomplete` when only one of certificate and key is there, `ca.key_unreadable` when the key
 *   cannot be opened.
 */
export async function loadAuthority(state: StateFolder, validDays: number): Promise<LoadedAuthority> {
  const certificate = readIfThere(state.caCertificate);
  const sealed = readIfThere(state.caKey);
  if (certificate !== undefined && sealed !== undefined) {
    const privateKeyPem = openKey(parseSealedKey(sealed, state.caKey), machineSecret(state), state.caKey);
    return { authority: { certificatePem: certificate.toString('utf8'), privateKeyPem }, created: false };
  }
  if (certificate !== undefined || sealed !== undefined) {
    const missing = certificate === undefined ? state.caCertificate : state.caKey;
    throw new GuardianError({ code: 'ca.incomplete', args: { file: missing } });
  }
  const authority = await createAuthority(`NanoClaw Traffic Guardian (${hostname().slice(0, 30)})`, validDays);
  const key = sealKey(authority.privateKeyPem, machineSecret(state));
  writePrivateFile(state.caKey, `${JSON.stringify(key, null, 2)}\n`);
  writePrivateFile(state.caCertificate, authority.certificatePem);
  return { authority, created: true };
}

function parseSealedKey(text: Buffer, file: string): SealedKey {
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch {
    value = undefined;
  }
  const checked = validateSealedKey(value);
  if (!checked.ok) throw new GuardianError({ code: 'ca.key_unreadable', args: { file } });
  return checked.value;
}

/**
 * What the CA key is sealed under: random bytes of this installation and the machine's own identifier, so that a copy of
 * the state folder does not open on another machine.
 */
function machineSecret(state: StateFolder): Buffer {
  let secret = readIfThere(state.machineSecret);
  if (secret === undefined) {
    secret = randomBytes(32);
    writePrivateFile(state.machineSecret, secret);
  }
  return Buffer.concat([secret, Buffer.from(machineId(), 'utf8')]);
}

/** https://www.freedesktop.org/software/systemd/man/machine-id.html; where there is none, the random bytes must do. */
function machineId(): string {
  for (const file of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch {
      continue;
    }
  }
  return '';
}
