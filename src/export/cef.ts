import type { Finding, Severity } from '../findings/finding.js';
import { printable } from '../text/printable.js';
import { titleOf } from './description.js';
import { endpointOf, type Endpoint } from './endpoint.js';
import { PRODUCT, type FindingFormat, type Producer } from './finding-format.js';
import { identityOf } from './identity.js';

/** CEF's scale from 0 to 10: low 0–3, medium 4–6, high 7–8, very high 9–10. */
const SEVERITIES: Readonly<Record<Severity, number>> = { low: 3, medium: 6, high: 8, critical: 10 };

/**
 * Common Event Format, version 0, one event a line (Micro Focus/OpenText, "ArcSight Common Event Format Implementation
 * Standard", version 25): a header of fields between bars, then `key=value` pairs with keys from its dictionary.
 */
export function cefFormat({ version }: Producer): FindingFormat {
  const device = ['CEF:0', PRODUCT.vendor, PRODUCT.name, version].map(headerField).join('|');
  return {
    head: '',
    finding: (finding) => {
      const { pattern, severity } = finding;
      const header = [device, headerField(pattern), headerField(titleOf(finding)), SEVERITIES[severity]].join('|');
      const extension = extensionOf(finding).map(([key, value]) => `${key}=${extensionValue(value)}`);
      return `${header}|${extension.join(' ')}\n`;
    },
    tail: () => '',
  };
}

/** The pairs whose values are known. Custom strings (`cs1` …) each carry a label that says what they are. */
function extensionOf(finding: Finding): [key: string, value: string][] {
  const { timestamp, last_seen: last = timestamp, count = 1, protocol, threat_type: threat, direction } = finding;
  const pairs: [key: string, value: string | undefined][] = [
    ['rt', String(Date.parse(timestamp))],
    ['start', String(Date.parse(timestamp))],
    ['end', String(Date.parse(last))],
    ['cnt', String(count)],
    ['externalId', identityOf(finding)],
    ['cat', threat],
    // 0 is inbound and 1 is outbound.
    ['deviceDirection', direction === 'outbound' ? '1' : '0'],
    ['app', protocol],
    ...ends(finding),
    ['msg', finding.snippet],
    ...labelled('cs1', 'agentGroup', finding.agent),
    ...labelled('cs2', 'secretFingerprint', finding.fingerprint),
    ...labelled('cs3', 'location', finding.location),
    ...labelled('cs4', 'decoding', finding.decoding?.join(' ')),
    ...labelled('cs5', 'advice', finding.verdict),
    ...labelled('cs6', 'flow', finding.flow),
  ];
  return pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] satisfies [string, string]]));
}

function ends({ source, dest }: Finding): [key: string, value: string | undefined][] {
  const from = endpointOf(source);
  const to = endpointOf(dest);
  return [
    ...address('s', 'c6a2', 'Source IPv6 Address', from),
    ...address('d', 'c6a3', 'Destination IPv6 Address', to),
  ];
}

/** `src` and `dst` take IPv4 only; IPv6 has fields of its own, and names are `shost` and `dhost`. */
function address(
  side: 's' | 'd',
  v6: string,
  v6Label: string,
  { host, family, port }: Endpoint,
): [key: string, value: string | undefined][] {
  const where: [string, string | undefined][] =
    family === 4
      ? [[side === 's' ? 'src' : 'dst', host]]
      : family === 6
        ? labelled(v6, v6Label, host)
        : [[`${side}host`, host]];
  return [...where, [`${side}pt`, port === undefined ? undefined : String(port)]];
}

function labelled(key: string, label: string, value: string | undefined): [key: string, value: string | undefined][] {
  return value === undefined
    ? []
    : [
        [key, value],
        [`${key}Label`, label],
      ];
}

/** In the header, bars and backslashes are escaped; a line end has no escape there and may not stand in it. */
function headerField(text: string): string {
  return printable(text).replace(/[\\|]/g, '\\$&');
}

/** In values, equal signs and backslashes are escaped, and line ends are written as `\n` and `\r`; bars are not escaped. */
function extensionValue(text: string): string {
  const escaped = text.replace(/[\\=]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return printable(escaped);
}
