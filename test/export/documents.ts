import type { FindingFormat } from '../../src/export/finding-format.js';
import { formats, type FormatName } from '../../src/export/formats.js';
import type { Finding } from '../../src/findings/finding.js';

/** A whole document of a format. */
export function documentOf(name: FormatName, findings: readonly Finding[]): string {
  const about = (pattern: string): string | undefined => (pattern === 'jwt' ? 'A token.' : undefined);
  const format: FindingFormat = formats[name]({ version: '1.2.3', about });
  return format.head + findings.map((finding) => format.finding(finding)).join('') + format.tail();
}
