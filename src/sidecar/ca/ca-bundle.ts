import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { GuardianError } from '../../text/guardian-error.js';
import { messageOf } from '../../text/unknown-error.js';
import { readIfThere } from '../state-folder.js';
import { writePublicFile } from './public-file.js';

/** Where systems keep their CAs as one PEM file: Debian and Alpine, Fedora, older Red Hat, BSD and macOS. */
export const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Writes the one bundle that clients are pointed at: the system's CAs, the configured ones and ours. It replaces what a
 * client trusts by default (`SSL_CERT_FILE` does), so ours alone would break every host that is tunnelled. Ours come
 * last, the newest at the end, so that a rotation only adds to the file.
 *
 * @param file Readable by everybody: it is public, and other users' containers mount it.
 * @param own Our certificates, the oldest first.
 * @returns how many certificates it holds.
 */
export function writeCaBundle(file: string, own: readonly string[], trustedCaFiles: readonly string[]): number {
  const parts = [systemBundle(), ...trustedCaFiles.map(configuredCa), ...own];
  // Only certificates are taken over, so that a key that lies in a CA file by mistake stays where it is.
  const certificates = new Set(parts.flatMap(certificatesIn));
  writePublicFile(file, `${[...certificates].join('\n')}\n`);
  return certificates.size;
}

/** Where the bundle lies when nothing else is configured. */
export function usualBundle(home: string): string {
  return resolve(home, 'ca', 'bundle.pem');
}

/**
 * Whether a file is there that cannot be an earlier bundle: it holds no certificate, or a key, or none but ours, as an
 * exported certificate does.
 */
export function isNoBundle(file: string, own: readonly string[]): boolean {
  const present = readIfThere(file)?.toString('latin1');
  if (present === undefined || present.trim() === '') return false;
  const ours = new Set(own.flatMap(certificatesIn));
  return present.includes('PRIVATE KEY') || certificatesIn(present).every((certificate) => ours.has(certificate));
}

/** Every PEM certificate in a text. */
export function certificatesIn(text: string): string[] {
  return text.match(CERTIFICATE) ?? [];
}

function configuredCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GuardianError({ code: 'config.ca_file', args: { file, reason: messageOf(error) } });
  }
}

function systemBundle(): string {
  for (const file of SYSTEM_BUNDLES) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      continue;
    }
  }
  return rootCertificates.join('\n');
}
