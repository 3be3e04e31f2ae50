import { rootCertificates } from 'node:tls';
import { DeliveryError } from './delivery-error.js';
import type { TlsPlan } from './plan.js';
import { readText } from './secret.js';

/** What `tls.connect` and `https.request` take. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly minVersion: 'TLSv1.2';
}

/**
 * Reads the files of a plan. Its authorities are trusted beside the usual ones.
 *
 * @throws DeliveryError, also `CREDENTIAL_NO_CERTIFICATE` where the file of authorities holds none in PEM: OpenSSL passes over
 *   such a file in silence, and then no receiver is who it should be.
 */
export async function tlsOptions({ caFile, certFile, keyFile }: TlsPlan): Promise<TlsOptions> {
  return {
    minVersion: 'TLSv1.2',
    ...(caFile === undefined ? {} : { ca: [...rootCertificates, await authoritiesIn(caFile)].join('\n') }),
    ...(certFile === undefined ? {} : { cert: await readText(certFile) }),
    ...(keyFile === undefined ? {} : { key: await readText(keyFile) }),
  };
}

async function authoritiesIn(file: string): Promise<string> {
  const text = await readText(file);
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new DeliveryError('CREDENTIAL_NO_CERTIFICATE');
  return text;
}
