import type { Finding, Severity } from '../findings/finding.js';
import { printableJson } from '../text/printable.js';
import { sentenceOf, titleOf } from './description.js';
import { endpointOf } from './endpoint.js';
import { PRODUCT, type FindingFormat, type Producer } from './finding-format.js';
import { identityOf } from './identity.js';

/** Version of the schema that is followed (https://schema.ocsf.io/1.8.0/classes/detection_finding). */
const OCSF_VERSION = '1.8.0';

/** `severity_id` with its caption. 6, Fatal, is for what stops a service. */
const SEVERITIES: Readonly<Record<Severity, { readonly severity_id: number; readonly severity: string }>> = {
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
};

/** `type_uid` is the class times a hundred plus the activity: each finding is told of once, so it is always Create. */
const CLASS = {
  category_uid: 2,
  category_name: 'Findings',
  class_uid: 2004,
  class_name: 'Detection Finding',
  activity_id: 1,
  activity_name: 'Create',
  type_uid: 200_401,
  type_name: 'Detection Finding: Create',
} as const;

/** Detection Findings of the Open Cybersecurity Schema Framework, one JSON object a line. */
export function ocsfFormat(producer: Producer): FindingFormat {
  return {
    head: '',
    finding: (finding) => `${printableJson(eventOf(finding, producer))}\n`,
    tail: () => '',
  };
}

function eventOf(finding: Finding, { version, about }: Producer): object {
  const { timestamp, last_seen: last = timestamp, count = 1, pattern, severity, threat_type: threat, agent } = finding;
  const first = Date.parse(timestamp);
  const uid = identityOf(finding);
  return {
    ...CLASS,
    ...SEVERITIES[severity],
    time: first,
    start_time: first,
    end_time: Date.parse(last),
    count,
    status_id: 1,
    status: 'New',
    is_alert: severity === 'high' || severity === 'critical',
    message: sentenceOf(finding),
    metadata: {
      version: OCSF_VERSION,
      product: { name: PRODUCT.name, vendor_name: PRODUCT.vendor, version },
      uid,
      event_code: pattern,
      log_name: 'findings',
      original_time: timestamp,
    },
    finding_info: {
      uid,
      title: titleOf(finding),
      types: [threat],
      data_sources: ['network traffic'],
      created_time: first,
      first_seen_time: first,
      last_seen_time: Date.parse(last),
      // 1 is a rule.
      analytic: { uid: pattern, name: pattern, type_id: 1, type: 'Rule', desc: about(pattern) },
    },
    evidences: [evidenceOf(finding)],
    // 3 is affected.
    resources: agent === undefined ? undefined : [{ name: agent, type: 'agent group', role_id: 3, role: 'Affected' }],
    unmapped: { schema_version: finding.schema_version, platform: finding.platform, verdict: finding.verdict },
  };
}

/** The connection, and the redacted picture of what was in it. */
function evidenceOf({ source, dest, direction, protocol, flow, ...finding }: Finding): object {
  const { snippet, location, decoding, fingerprint } = finding;
  return {
    src_endpoint: endpointObject(source),
    dst_endpoint: { ...endpointObject(dest), svc_name: protocol },
    connection_info: {
      direction_id: direction === 'inbound' ? 1 : 2,
      direction: direction === 'inbound' ? 'Inbound' : 'Outbound',
      protocol_name: protocol === 'session' ? undefined : 'tcp',
      uid: flow,
    },
    data: { snippet, location, decoding, fingerprint },
  };
}

function endpointObject(text: string): object {
  const { host, family, port } = endpointOf(text);
  if (family !== 0) return { ip: host, port };
  // A name of which a part was masked is a label for people, not one that a resolver knows.
  return /^[\w.-]+$/.test(host) ? { hostname: host, port } : { name: host, port };
}
