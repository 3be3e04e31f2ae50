import type { CaDescription, CertificateDescription } from '../../sidecar/ca/ca-description.js';
import type { StateFolder } from '../../sidecar/state-folder.js';
import type { Texts } from '../../text/texts.js';
import type { Terminal } from '../terminal.js';
import { timeShown } from '../../text/times.js';
import { labelled } from './labelled.js';
import { printable } from '../../text/printable.js';
import { DAY_MS } from '../../time/lengths.js';
import { randomArt } from './random-art.js';

/** A CA with the places of its files. */
export interface ShownCa {
  readonly ca: CaDescription;
  readonly state: StateFolder;
  readonly bundle: string;
}

/** From here on the end of a CA is pointed out, in milliseconds. */
const SOON_MS = 30 * DAY_MS;

/** Everything that is worth knowing of a CA, for people. */
export function caLines({ ca, state, bundle }: ShownCa, { texts, paint }: Terminal): string[] {
  const row = (label: string, value: string): string => labelled(label, printable(value), 12);
  const sealed =
    ca.secret === 'machine'
      ? texts('cli.ca.sealed.machine', { file: state.machineSecret })
      : texts('cli.ca.sealed.passphrase', {});
  return [
    paint('bold', printable(ca.subject)),
    row(texts('cli.label.valid', {}), validity(ca, texts)),
    // Word for word what openssl prints, so that the two can be laid side by side.
    `  sha256 Fingerprint=${ca.fingerprint}`,
    ...artOf(ca).map((line) => `  ${line}`),
    row(texts('cli.label.certificate', {}), state.caCertificate),
    row(texts('cli.label.key', {}), state.authority),
    row(texts('cli.label.sealed', {}), sealed),
    row(texts('cli.label.bundle', {}), bundle),
    ...ca.retired.map((each) => row(texts('cli.label.retired', {}), `${each.fingerprint} ${until(each, texts)}`)),
    ...expiryWarning(ca, texts).map((warning) => paint('yellow', warning)),
  ];
}

/** The same for programs. */
export function caDocument({ ca, state, bundle }: ShownCa): object {
  return {
    exists: true,
    ...certificateDocument(ca),
    expired: ca.notAfter.getTime() <= Date.now(),
    random_art: artOf(ca),
    sealed_by: ca.secret,
    files: { certificate: state.caCertificate, authority: state.authority, bundle },
    retired: ca.retired.map(certificateDocument),
  };
}

function certificateDocument({ subject, notBefore, notAfter, fingerprint }: CertificateDescription): object {
  return {
    subject,
    not_before: notBefore.toISOString(),
    not_after: notAfter.toISOString(),
    fingerprint_sha256: fingerprint,
  };
}

function artOf({ fingerprint }: CaDescription): string[] {
  return randomArt(Buffer.from(fingerprint.replaceAll(':', ''), 'hex'), 'ECDSA 256', 'SHA256');
}

function validity({ notBefore, notAfter }: CaDescription, { locale }: Texts): string {
  return [notBefore, notAfter].map((time) => timeShown(time.toISOString(), 'moment', locale)).join(' – ');
}

function until({ notAfter }: CertificateDescription, texts: Texts): string {
  return `${texts('cli.ca.until', {})} ${timeShown(notAfter.toISOString(), 'moment', texts.locale)}`;
}

function expiryWarning({ notAfter }: CaDescription, texts: Texts): string[] {
  const left = notAfter.getTime() - Date.now();
  if (left > SOON_MS) return [];
  const at = notAfter.toISOString();
  return [left <= 0 ? texts('cli.ca.expired', { at }) : texts('cli.ca.expires_soon', { at })];
}
