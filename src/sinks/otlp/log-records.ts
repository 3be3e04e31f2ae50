import type { HrTime } from '@opentelemetry/api';
import { SeverityNumber, type LogAttributes } from '@opentelemetry/api-logs';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { Finding, Severity } from '../../findings/finding.js';

/** What speaks: the same object for all records, by which the serializer groups them. */
export const SCOPE = { name: 'traffic-guardian' };

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const SEVERITY_NUMBERS = {
  low: SeverityNumber.INFO,
  medium: SeverityNumber.WARN,
  high: SeverityNumber.ERROR,
  critical: SeverityNumber.FATAL,
} as const satisfies Record<Severity, SeverityNumber>;

/** Stands for what a record is about, so that a backend can tell findings from other logs. */
const EVENT_NAME = 'traffic_guardian.finding';

/** Fields that have a place of their own in a log record. */
const OWN_PLACE: readonly string[] = ['snippet', 'timestamp', 'severity'];

/** A finding as a log record. Its fields are attributes `traffic_guardian.*`; `id` with `count` tells repeats. */
export function logRecordOf(finding: Finding, resource: Resource, observed: Date): ReadableLogRecord {
  return {
    hrTime: hrTimeOf(Date.parse(finding.last_seen ?? finding.timestamp)),
    hrTimeObserved: hrTimeOf(observed.getTime()),
    severityNumber: SEVERITY_NUMBERS[finding.severity],
    severityText: finding.severity,
    eventName: EVENT_NAME,
    body: finding.snippet,
    resource,
    instrumentationScope: SCOPE,
    attributes: attributesOf(finding),
    droppedAttributesCount: 0,
  };
}

/** Seconds and nanoseconds. */
export function hrTimeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}

function attributesOf(finding: Finding): LogAttributes {
  const named = Object.entries(finding).filter(([name]) => !OWN_PLACE.includes(name));
  return Object.fromEntries([
    ...named.map(([name, value]) => [`traffic_guardian.${name}`, value] as const),
    ['traffic_guardian.first_seen', finding.timestamp],
  ]);
}
