import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { GuardianError } from '../../text/guardian-error.js';
import { messageOf } from '../../text/unknown-error.js';

/**
 * The certificate authorities that real servers are verified against: everything that this process trusts by default
 * (Node's bundled roots and `NODE_EXTRA_CA_CERTS`), plus the configured files, such as the CA of a gateway behind us.
 * One context for all connections: loading some 150 roots takes tens of milliseconds.
 *
 * @throws GuardianError `config.ca_file` when a configured file cannot be read or holds no certificate.
 */
export function upstreamTrust(caFiles: readonly string[], env: NodeJS.ProcessEnv): tls.SecureContext {
  const ca = [...defaultRoots(env), ...caFiles.map(readCertificates)];
  return tls.createSecureContext({ ca, minVersion: 'TLSv1.2' });
}

function defaultRoots(env: NodeJS.ProcessEnv): string[] {
  // tls.getCACertificates is there from Node 22.15 and knows --use-system-ca; before that the parts are put together.
  if ('getCACertificates' in tls && typeof tls.getCACertificates === 'function') {
    const roots: unknown = Reflect.apply(tls.getCACertificates, tls, ['default']);
    if (Array.isArray(roots)) return roots.filter((pem) => typeof pem === 'string');
  }
  const extra = env['NODE_EXTRA_CA_CERTS'];
  // Node itself only warns about an unreadable file there, so it is left out here too.
  return [...tls.rootCertificates, ...(extra === undefined || extra === '' ? [] : readIfPossible(extra))];
}

function readCertificates(file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new GuardianError({ code: 'config.ca_file', args: { file, reason: messageOf(error) } });
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
    throw new GuardianError({ code: 'config.ca_file', args: { file, reason: 'no PEM certificate in it' } });
  }
  return pem;
}

function readIfPossible(file: string): string[] {
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}
