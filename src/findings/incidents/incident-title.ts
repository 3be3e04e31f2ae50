import type { Texts } from '../../text/texts.js';
import type { Incident } from './incident.generated.js';

/**
 * An incident in one sentence.
 *
 * @param time Writes a time of ISO 8601 for the reader.
 */
export function incidentTitle(incident: Incident, texts: Texts, time: (iso: string) => string): string {
  const { agent, severity, came_in: cameIn, left, events } = incident;
  return texts('incident.title', {
    began: time(incident.began),
    ended: time(incident.ended),
    agent,
    severity,
    cameIn,
    from: events.find(({ direction }) => direction === 'inbound')?.dest ?? '-',
    left,
    to: events.find(({ direction }) => direction === 'outbound')?.dest ?? '-',
  });
}
