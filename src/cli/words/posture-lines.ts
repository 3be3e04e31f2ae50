import type { Posture } from '../../sidecar/posture/posture.generated.js';
import type { Terminal } from '../terminal.js';
import { bytesShown } from '../../text/amounts.js';
import { labelled } from './labelled.js';
import { printable } from '../../text/printable.js';

/** A posture for people; programs take the document. */
export function postureLines(posture: Posture, { texts }: Terminal): string[] {
  const { audit_head: head, coverage, versions } = posture;
  const row = (label: string, value: string): string => labelled(label, printable(value), 12);
  const seen =
    coverage === null ? '-' : `${bytesShown(coverage.bytes_seen, texts)} / ${bytesShown(coverage.bytes_unseen, texts)}`;
  return [
    texts('cli.posture.title', {
      status: posture.monitor_status,
      time: posture.generated_at,
      version: printable(versions.traffic_guardian),
    }),
    row(texts('cli.label.https', {}), texts(posture.https_inspection ? 'cli.https.on' : 'cli.https.off', {})),
    row(texts('cli.label.ca', {}), posture.ca_fingerprint_sha256 ?? '-'),
    row(texts('cli.label.config', {}), posture.config_sha256),
    row(
      texts('cli.label.findings', {}),
      `${posture.finding_log_sha256} (${bytesShown(posture.finding_log_bytes, texts)})`,
    ),
    row(texts('cli.label.audit', {}), head === null ? '-' : `${head.seq}:${head.hash}`),
    ...(posture.audit_intact ? [] : [texts(head === null ? 'cli.posture.no_audit' : 'cli.posture.audit_broken', {})]),
    row(texts('cli.label.coverage', {}), seen),
    row(texts('cli.label.public_key', {}), posture.public_key),
  ];
}
