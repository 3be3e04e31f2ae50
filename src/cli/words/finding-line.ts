import type { Finding, Severity } from '../../findings/finding.js';
import type { Shade, Terminal } from '../terminal.js';
import { timeShown } from '../../text/times.js';
import { printable } from '../../text/printable.js';

/** How each severity stands out. */
export const SHADES: Readonly<Record<Severity, Shade>> = {
  low: 'faint',
  medium: 'yellow',
  high: 'red',
  critical: 'alarm',
};

/**
 * A finding as one line: when, how bad, what kind, which rule, from or to where, which agent group, the redacted
 * snippet, and how often if more than once.
 */
export function findingLine(
  finding: Omit<Finding, 'decoding'>,
  { texts, paint }: Pick<Terminal, 'texts' | 'paint'>,
  time: 'day-and-time' | 'time',
): string {
  const { severity, threat_type: threat, pattern, direction, dest, agent = '-', snippet, count = 1 } = finding;
  return [
    timeShown(finding.timestamp, time, texts.locale),
    paint(SHADES[severity], severity.padEnd(8)),
    threat.padEnd(9),
    printable(pattern).padEnd(22),
    direction === 'outbound' ? '→' : '←',
    printable(dest),
    printable(agent),
    printable(snippet),
    ...(count > 1 ? [`×${count}`] : []),
  ].join('  ');
}
