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

/** An incident in one sentence. */
export function incidentTitle(incident: IncidentSummary, texts: Texts): string {
  const { agent, began, ended, severity, came_in: cameIn, left, from, to } = incident;
  return texts('incident.title', { began, ended, agent, severity, cameIn, from, left, to });
}
