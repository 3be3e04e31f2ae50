import type { Finding } from '../findings/finding.js';
import { printable } from '../text/printable.js';
import type { FindingFormat } from './finding-format.js';

/** The columns in their order; names are those of the finding's schema. */
const COLUMNS = [
  'timestamp',
  'last_seen',
  'count',
  'severity',
  'threat_type',
  'direction',
  'pattern',
  'agent',
  'dest',
  'protocol',
  'location',
  'snippet',
  'decoding',
  'fingerprint',
  'verdict',
  'source',
  'flow',
  'id',
] as const satisfies readonly (keyof Finding)[];

/**
 * What a spreadsheet takes for the beginning of a formula, also behind spaces and in its full-width form
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n|%]/;

/** Comma-separated values by RFC 4180, with a header, for spreadsheets: no field can become a formula there. */
export function csvFormat(): FindingFormat {
  return {
    head: rowOf(COLUMNS),
    finding: (finding) => rowOf(COLUMNS.map((column) => textOf(finding[column]))),
    tail: () => '',
  };
}

function rowOf(fields: readonly string[]): string {
  // RFC 4180 §2: lines end in CRLF, the last one too.
  return `${fields.map(fieldOf).join(',')}\r\n`;
}

function textOf(value: Finding[keyof Finding]): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? value.join(' ') : String(value);
}

function fieldOf(text: string): string {
  // A formula is made text before control characters are replaced: a tab at the front counts as its beginning.
  const harmless = printable(FORMULA.test(text) ? `'${text}` : text);
  return /[",]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
