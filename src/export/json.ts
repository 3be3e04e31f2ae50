import { printableJson } from '../text/printable.js';
import type { FindingFormat } from './finding-format.js';

/** One JSON document, `{"findings": [...]}`, with a finding a line so that it can be read without a parser too. */
export function jsonFormat(): FindingFormat {
  let separator = '\n';
  return {
    head: '{"findings":[',
    finding: (finding) => {
      const text = separator + printableJson(finding);
      separator = ',\n';
      return text;
    },
    tail: () => '\n]}\n',
  };
}
