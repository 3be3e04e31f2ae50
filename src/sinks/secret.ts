import { readFile } from 'node:fs/promises';
import { DeliveryError } from './delivery-error.js';
import type { SecretSource } from './plan.js';

/** Longest credential, in characters. */
const MAX_LENGTH = 16 * 1024;

/**
 * Reads a credential. White space around it is left out: editors end files in a line end.
 *
 * @throws DeliveryError `CREDENTIAL_UNREADABLE` or `CREDENTIAL_EMPTY`, which name neither value nor file.
 */
export async function readSecret(source: SecretSource): Promise<string> {
  const text = 'file' in source ? await readText(source.file) : process.env[source.env];
  const secret = text?.trim() ?? '';
  if (secret === '' || secret.length > MAX_LENGTH) throw new DeliveryError('CREDENTIAL_EMPTY');
  return secret;
}

/** Reads a file that a sink needs. @throws DeliveryError `CREDENTIAL_UNREADABLE` */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new DeliveryError('CREDENTIAL_UNREADABLE');
  }
}
