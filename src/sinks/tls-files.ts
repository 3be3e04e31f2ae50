import { rootCertificates } from 'node:tls';
import type { TlsPlan } from './plan.js';
import { readText } from './secret.js';

/** What `tls.connect` and `https.request` take. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly minVersion: 'TLSv1.2';
}

/** Reads the files of a plan. Its authorities are trusted beside the usual ones. @throws DeliveryError */
export async function tlsOptions({ caFile, certFile, keyFile }: TlsPlan): Promise<TlsOptions> {
  return {
    minVersion: 'TLSv1.2',
    ...(caFile === undefined ? {} : { ca: [...rootCertificates, await readText(caFile)].join('\n') }),
    ...(certFile === undefined ? {} : { cert: await readText(certFile) }),
    ...(keyFile === undefined ? {} : { key: await readText(keyFile) }),
  };
}
