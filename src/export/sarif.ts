import type { Log, ReportingDescriptor, Result, Run } from 'sarif';
import type { Finding, Severity } from '../findings/finding.js';
import { printable, printableJson } from '../text/printable.js';
import { sentenceOf } from './description.js';
import { endpointOf } from './endpoint.js';
import { PRODUCT, type FindingFormat, type Producer } from './finding-format.js';

const LEVELS: Readonly<Record<Severity, Result.level>> = {
  low: 'note',
  medium: 'warning',
  high: 'error',
  critical: 'error',
};

/** `rank` is 0 to 100, the most important highest. */
const RANKS: Readonly<Record<Severity, number>> = { low: 25, medium: 50, high: 75, critical: 100 };

/** SARIF takes only UUIDs of the RFC 4122 versions for `guid`. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json' satisfies Log['$schema'];

/**
 * Static Analysis Results Interchange Format 2.1.0 (OASIS): one log with one run. Results come first and the tool with
 * its rules behind them, because which rules have fired is known only then; the order of keys means nothing in JSON.
 */
export function sarifFormat({ version, about }: Producer): FindingFormat {
  const rules: ReportingDescriptor[] = [];
  const indexes = new Map<string, number>();
  const indexOf = (pattern: string): number => {
    const known = indexes.get(pattern);
    if (known !== undefined) return known;
    const text = about(pattern);
    indexes.set(pattern, rules.length);
    return rules.push({ id: pattern, ...(text === undefined ? {} : { shortDescription: { text } }) }) - 1;
  };
  let separator = '\n';
  return {
    head: `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"results":[`,
    finding: (finding) => {
      const text = separator + printableJson(resultOf(finding, indexOf(finding.pattern)));
      separator = ',\n';
      return text;
    },
    tail: () => {
      const driver = {
        name: `${PRODUCT.vendor} ${PRODUCT.name}`,
        version,
        semanticVersion: version,
        rules,
      };
      // Line and column numbers are not used; the property is what readers ask for first.
      const rest: Omit<Run, 'results'> = { tool: { driver }, columnKind: 'utf16CodeUnits', language: 'en' };
      return `\n],${JSON.stringify(rest).slice(1, -1)}}]}\n`;
    },
  };
}

function resultOf(finding: Finding, ruleIndex: number): Result {
  const { timestamp, last_seen: last = timestamp, pattern, severity, id, count = 1, fingerprint } = finding;
  const { direction, protocol, threat_type, source, snippet, agent, flow, location, decoding, verdict } = finding;
  return {
    ruleId: pattern,
    ruleIndex,
    level: LEVELS[severity],
    rank: RANKS[severity],
    message: { text: messageText(sentenceOf(finding)) },
    locations: [locationOf(finding)],
    occurrenceCount: count,
    provenance: { firstDetectionTimeUtc: timestamp, lastDetectionTimeUtc: last },
    ...(id !== undefined && UUID.test(id) ? { guid: id } : {}),
    // The same secret at two hosts is two results, so this identifies a result only together with the rest.
    ...(fingerprint === undefined ? {} : { partialFingerprints: { 'secret/v1': fingerprint } }),
    properties: {
      severity,
      threat_type,
      direction,
      protocol,
      source,
      snippet,
      agent,
      flow,
      location,
      decoding,
      verdict,
    },
  };
}

/** Where: the far end as an address, and its name. A transcript has no address. */
function locationOf({ dest, protocol }: Finding): NonNullable<Result['locations']>[number] {
  const logicalLocations = [{ fullyQualifiedName: dest, kind: 'resource' }];
  if (protocol === 'session') return { logicalLocations };
  const { host, family, port } = endpointOf(dest);
  const name = family === 6 ? `[${host}]` : encodeURIComponent(printable(host));
  const uri = `${protocol}://${name}${port === undefined ? '' : `:${port}`}/`;
  return { physicalLocation: { artifactLocation: { uri } }, logicalLocations };
}

/** In a message, brackets begin a link and braces a placeholder (SARIF 2.1.0 §3.11.5, §3.11.6); here they are text. */
function messageText(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}
