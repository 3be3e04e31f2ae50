import type { ScanFinding } from '../scan/scanner.js';
import type { Paint } from '../terminal.js';
import { SHADES } from './finding-line.js';
import { printable } from '../../text/printable.js';

/** A finding of a scan as one line: where, how bad, what kind, which rule, on its way which way, the redacted snippet. */
export function scanLine(path: string, finding: ScanFinding, paint: Paint): string {
  const { severity, threat_type: threat, pattern, direction, snippet, decoding } = finding;
  return [
    printable(path),
    paint(SHADES[severity], severity.padEnd(8)),
    threat.padEnd(9),
    printable(pattern).padEnd(22),
    direction === 'outbound' ? '→' : '←',
    printable(snippet),
    ...(decoding === undefined ? [] : [`(${decoding.join(' > ')})`]),
  ].join('  ');
}
