import type { Texts } from '../../text/texts.js';
import type { Direction } from '../finding.js';
import type { Incident } from './incident.generated.js';

/** An incident without its events. */
export type IncidentSummary = Omit<Incident, 'schema_version' | 'events'> & {
  /** Where the first thing came from, host:port. */
  readonly from: string;
  /** Where the first thing went to, host:port. */
  readonly to: string;
  /** There when something else came from, or went to, another place than the first. */
  readonly from_others?: true;
  readonly to_others?: true;
};

export function summaryOf({ agent, began, ended, severity, came_in, left, events }: Incident): IncidentSummary {
  const [from = '-', ...fromOthers] = farEnds(events, 'inbound');
  const [to = '-', ...toOthers] = farEnds(events, 'outbound');
  return {
    ...{ agent, began, ended, severity, came_in, left, from, to },
    ...(fromOthers.length > 0 && { from_others: true }),
    ...(toOthers.length > 0 && { to_others: true }),
  };
}

function farEnds(events: Incident['events'], wanted: Direction): readonly string[] {
  return [...new Set(events.filter(({ direction }) => direction === wanted).map(({ dest }) => dest))];
}

/** An incident in one sentence. */
export function incidentTitle(incident: IncidentSummary, texts: Texts): string {
  const { agent, began, ended, severity, came_in: cameIn, left } = incident;
  const from = incident.from_others === true ? `${incident.from}, …` : incident.from;
  const to = incident.to_others === true ? `${incident.to}, …` : incident.to;
  return texts('incident.title', { began, ended, agent, severity, cameIn, from, left, to });
}
