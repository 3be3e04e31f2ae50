import type { AuditEvent } from '../audit/events.js';
import { displayDest } from '../findings/display-dest.js';
import type { ProxyEvent } from '../proxy/proxy-event.js';

/** What the audit log keeps of a proxy event; undefined for what is operation and no matter of trust. */
export function auditEventOf(event: ProxyEvent): AuditEvent | undefined {
  switch (event.kind) {
    case 'authentication-failed':
      return { kind: 'authentication_failed', source: addressOf(event.source) };
    case 'destination-refused': {
      const { host, port } = event.destination;
      return { kind: 'destination_refused', agent: event.agent, dest: displayDest(host, port), reason: event.reason };
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

/** An event as it may be written to the log: a host name can carry data, so it goes through the same mask as in findings. */
export function shownEvent(event: Exclude<ProxyEvent, { kind: 'flow-ended' }>): object {
  if (!('destination' in event)) return event;
  const { host, port } = event.destination;
  return { ...event, destination: displayDest(host, port) };
}
