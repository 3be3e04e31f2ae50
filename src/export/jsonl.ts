import { printableJson } from '../text/printable.js';
import type { FindingFormat } from './finding-format.js';

/** One JSON object a line (https://jsonlines.org), each a finding as its schema describes it. */
export function jsonlFormat(): FindingFormat {
  return { head: '', finding: (finding) => `${printableJson(finding)}\n`, tail: () => '' };
}
