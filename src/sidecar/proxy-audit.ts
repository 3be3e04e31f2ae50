import type { AuditEvent } from '../audit/events.js';
import type { ProxyEvent } from '../proxy/proxy-event.js';
import type { ShownDest } from './shown-dest.js';

/** What the audit log keeps of a proxy event; undefined for what is operation and no matter of trust. */
export function auditEventOf(event: ProxyEvent, shownDest: ShownDest): AuditEvent | undefined {
  switch (event.kind) {
    case 'authentication-failed':
      return { kind: 'authentication_failed', source: addressOf(event.source) };
    case 'destination-refused': {
      const { agent, destination, reason } = event;
      return { kind: 'destination_refused', agent, dest: shownDest(destination), reason };
    }
    case 'connection-limit':
      return event.agent === undefined
        ? { kind: 'connection_limited' }
        : { kind: 'connection_limited', agent: event.agent };
    case 'malformed-request':
      return { kind: 'malformed_request', source: addressOf(event.source), reason: event.reason };
    default:
      return undefined;
  }
}

/** The address alone: a client has another port with each connection, and all of them are one subject. */
function addressOf(source: string): string {
  return source.replace(/:\d+$/, '').slice(0, 64);
}

/** An event as it may be written to the log. */
export function shownEvent(event: Exclude<ProxyEvent, { kind: 'flow-ended' }>, shownDest: ShownDest): object {
  return 'destination' in event ? { ...event, destination: shownDest(event.destination) } : event;
}
