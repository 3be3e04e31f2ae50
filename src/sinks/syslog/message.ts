import type { Finding, Severity } from '../../findings/finding.js';
import type { SinkHost } from '../sink-host.js';

/** RFC 5424 §6.2.1: critical, error, warning, notice. */
const SEVERITIES = { critical: 2, high: 3, medium: 4, low: 5 } as const satisfies Record<Severity, number>;

/** RFC 5424 §6: UTF-8 in the message begins with it. */
const BOM = '\uFEFF';

/**
 * A finding as a message of RFC 5424 whose text is the finding as JSON, with the registered element `origin` (§7.2).
 * There is no element of our own: its name would need an enterprise number that we do not have.
 *
 *     <130>1 2026-11-05T10:00:00.000Z host traffic-guardian - EXFIL [origin software="traffic-guardian" …] {…}
 */
export function syslogMessage(finding: Finding, facility: number, { host, version }: SinkHost): Buffer {
  const priority = facility * 8 + SEVERITIES[finding.severity];
  const time = finding.last_seen ?? finding.timestamp;
  const origin = `[origin software="traffic-guardian" swVersion="${escaped(version)}"]`;
  const header = `<${priority}>1 ${time} ${printable(host)} traffic-guardian - ${finding.threat_type}`;
  return Buffer.from(`${header} ${origin} ${BOM}${JSON.stringify(finding)}`);
}

/** RFC 5425 §4.3 and RFC 6587 §3.4.1: its length in octets, a space, the message. */
export function octetCounted(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

/** HOSTNAME: printable ASCII, at most 255. */
function printable(name: string): string {
  return name.replace(/[^\x21-\x7e]/g, '-').slice(0, 255) || '-';
}

/** PARAM-VALUE, §6.3.3. */
function escaped(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&').slice(0, 32);
}
