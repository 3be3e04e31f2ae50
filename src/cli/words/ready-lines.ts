import { authorityEnvironment, proxyEnvironment } from '../../host/container-environment.js';
import type { Terminal } from '../terminal.js';
import { exportLine } from './export-lines.js';
import { labelled } from './labelled.js';
import { printable } from '../../text/printable.js';

/** What somebody needs to know who wants to send something through a Guardian that has just become ready. */
export interface Ready {
  readonly listen: string;
  readonly httpsInspection: boolean;
  readonly home: string;
  /** The findings journal, the file that is written to. */
  readonly journal: string;
  /** Proxy URL with a credential, as programs on this machine use it. */
  readonly proxyUrl: string;
  /** Present with HTTPS inspection. */
  readonly ca?: { readonly fingerprint: string; readonly bundle: string };
}

/** At most ten lines. */
export function readyLines(ready: Ready, { texts, paint }: Terminal): string[] {
  const { listen, home, journal, proxyUrl, ca } = ready;
  const row = (label: string, value: string): string => labelled(label, printable(value), 10);
  return [
    paint('bold', texts('cli.run.ready', { listen })),
    row(texts('cli.label.https', {}), texts(ready.httpsInspection ? 'cli.https.on' : 'cli.https.off', {})),
    row(texts('cli.label.state', {}), home),
    row(texts('cli.label.journal', {}), journal),
    ...(ca === undefined
      ? []
      : [
          row(texts('cli.label.ca', {}), texts('cli.run.ca', { fingerprint: ca.fingerprint })),
          row(texts('cli.label.bundle', {}), ca.bundle),
        ]),
    texts('cli.run.exports', {}),
    exportLine(proxyEnvironment(proxyUrl)),
    ...(ca === undefined ? [] : [exportLine(authorityEnvironment(ca.bundle))]),
    paint('faint', texts('cli.run.watching', {})),
  ];
}

/** The same for programs, as one event. */
export function readyEvent(ready: Ready): object {
  const { listen, httpsInspection, home, journal, proxyUrl, ca } = ready;
  return {
    event: 'ready',
    listen,
    mode: 'detect',
    https_inspection: httpsInspection,
    home,
    journal,
    ...(ca === undefined ? {} : { ca_fingerprint_sha256: ca.fingerprint, ca_bundle: ca.bundle }),
    environment: {
      ...proxyEnvironment(proxyUrl),
      ...(ca === undefined ? {} : authorityEnvironment(ca.bundle)),
    },
  };
}
