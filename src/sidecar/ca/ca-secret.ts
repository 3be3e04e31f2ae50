import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { GuardianError } from '../../text/guardian-error.js';
import { messageOf } from '../../text/unknown-error.js';
import { createPrivateFile, readIfThere, type StateFolder } from '../state-folder.js';

/** What the CA key is sealed under. */
export type SecretKind = 'machine' | 'passphrase';

/** Where the secrets are that a CA key can be sealed under. */
export interface SecretPlaces {
  readonly state: StateFolder;
  /** Undefined when no passphrase is used. */
  readonly passphraseFile: string | undefined;
}

const SECRET_BYTES = 32;
/** Whoever gets the sealed key can try passphrases as fast as scrypt lets him. */
const SHORTEST_PASSPHRASE_BYTES = 8;

/**
 * The secret to seal a key under, for one use: whoever takes it overwrites it.
 *
 * @throws GuardianError `ca.passphrase_...` when the passphrase cannot be used.
 */
export function sealingSecret({ state, passphraseFile }: SecretPlaces): { kind: SecretKind; secret: Buffer } {
  if (passphraseFile !== undefined) return { kind: 'passphrase', secret: readPassphrase(passphraseFile) };
  const stored = readIfThere(state.machineSecret);
  if (stored !== undefined) return { kind: 'machine', secret: boundToMachine(stored) };
  const made = randomBytes(SECRET_BYTES);
  // Of two that make one at once, both go on with that of the one who was first.
  const secret = createPrivateFile(state.machineSecret, made) ? made : (readIfThere(state.machineSecret) ?? made);
  return { kind: 'machine', secret: boundToMachine(secret) };
}

/**
 * The secret that a key was sealed under, for one use: whoever takes it overwrites it.
 *
 * @throws GuardianError `ca.passphrase_...` when the passphrase is missing or cannot be used, `ca.key_unreadable` when
 *   the machine's secret is missing.
 */
export function openingSecret(kind: SecretKind, { state, passphraseFile }: SecretPlaces): Buffer {
  if (kind === 'passphrase') {
    if (passphraseFile === undefined) throw new GuardianError({ code: 'ca.passphrase_missing', args: {} });
    return readPassphrase(passphraseFile);
  }
  const stored = readIfThere(state.machineSecret);
  if (stored === undefined) throw new GuardianError({ code: 'ca.key_unreadable', args: { file: state.authority } });
  return boundToMachine(stored);
}

/**
 * Random bytes of this installation together with the machine's own identifier, so that a copy of the state folder does
 * not open on another machine. The bytes that come in are overwritten.
 */
function boundToMachine(stored: Buffer): Buffer {
  const secret = Buffer.concat([stored, Buffer.from(machineId(), 'utf8')]);
  stored.fill(0);
  return secret;
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

/** The content of the file without a line end behind it. The file is looked at through the handle that it is read by. */
function readPassphrase(file: string): Buffer {
  let content: Buffer;
  let isPrivate: boolean;
  try {
    const descriptor = openSync(file, 'r');
    try {
      const stat = fstatSync(descriptor);
      isPrivate = stat.isFile() && (stat.mode & 0o077) === 0;
      content = isPrivate ? readFileSync(descriptor) : Buffer.alloc(0);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new GuardianError({ code: 'ca.passphrase_unreadable', args: { file, reason: messageOf(error) } });
  }
  if (!isPrivate) throw new GuardianError({ code: 'ca.passphrase_exposed', args: { file } });
  let { length } = content;
  while (length > 0 && (content[length - 1] === 10 || content[length - 1] === 13)) length--;
  if (length >= SHORTEST_PASSPHRASE_BYTES) return content.subarray(0, length);
  content.fill(0);
  throw new GuardianError({ code: 'ca.passphrase_short', args: { file, bytes: SHORTEST_PASSPHRASE_BYTES } });
}
