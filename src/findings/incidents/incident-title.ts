import type { Texts } from '../../text/texts.js';
import type { Incident } from './incident.generated.js';

/** An incident without its events. */
export type IncidentSummary = Omit<Incident, 'schema_version' | 'events'> & {
  /** Where the first thing came from, host:port. */
  readonly from: string;
  /** Where the first thing went to, host:port. */
  readonly to: string;
};

export function summaryOf({ agent, began, ended, severity, came_in, left, events }: Incident): IncidentSummary {
  const from = events.find(({ direction }) => direction === 'inbound')?.dest ?? '-';
  const to = events.find(({ direction }) => direction === 'outbound')?.dest ?? '-';
  return { agent, began, ended, severity, came_in, left, from, to };
}

/**
 * An incident in one sentence.
 *
 * @param time Writes a time of ISO 8601 for the reader.
 */
export function incidentTitle(incident: IncidentSummary, texts: Texts, time: (iso: string) => string): string {
  const { agent, severity, came_in: cameIn, left, from, to } = incident;
  const [began, ended] = [time(incident.began), time(incident.ended)];
  return texts('incident.title', { began, ended, agent, severity, cameIn, from, left, to });
}
