import { auditEntrySchema, type AuditEntry, type AuditEvent } from './audit-entry.generated.js';

export type { AuditEntry, AuditEvent } from './audit-entry.generated.js';

/** The stable name of a kind of event. */
export type AuditKind = AuditEvent['kind'];

/** An event with the time of its occurrence, before it has a place in the log. */
export type Occurrence = Readonly<Pick<AuditEntry, 'time' | 'last_time' | 'count' | 'event' | 'note'>>;

/** All kinds of events that there are. */
export const auditKinds: readonly AuditKind[] = auditEntrySchema.definitions.AuditEvent.oneOf.map(
  (event) => event.properties.kind.const,
);

/** Whether a text is the name of a kind of event. */
export function isAuditKind(text: string): text is AuditKind {
  return auditKinds.some((kind) => kind === text);
}

/**
 * Kinds that somebody outside can bring about as often as they like. Their repeats are counted instead of written, so
 * that a flood cannot fill the disk; everything else is written each time.
 */
const FOLDED: ReadonlySet<AuditKind> = new Set<AuditKind>([
  'authentication_failed',
  'destination_refused',
  'rate_limited',
  'connection_limited',
  'malformed_request',
  'control_refused',
  'agent_request_refused',
  'tool_called',
  'credential_minted',
  'config_rejected',
  'start_failed',
]);

/** Whether others can bring an event about as often as they like: its repeats are counted and not written one by one. */
export function isFolded(kind: AuditKind): boolean {
  return FOLDED.has(kind);
}
