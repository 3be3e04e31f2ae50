import { severities, type Direction, type Finding, type Severity } from '../finding.js';
import type { Incident, IncidentEvent } from './incident.generated.js';

/** Findings of either direction that are told one by one; the others are counted. */
const MAX_TOLD = 8;

/** An incident while it is being put together. */
export class IncidentStory {
  readonly #agent: string;
  readonly #parts: Readonly<Record<Direction, StoryPart>> = { inbound: new StoryPart(), outbound: new StoryPart() };
  #severity: Severity = 'low';
  /** ISO 8601 in UTC, so that they compare as text. */
  #began = '';
  #ended = '';

  constructor(agent: string) {
    this.#agent = agent;
  }

  /** Time of the last thing that left, in ms. */
  get endedAt(): number {
    return Date.parse(this.#ended);
  }

  /** Takes a finding in, or its newer form. */
  add(finding: Finding): void {
    const { direction, timestamp, last_seen: last = timestamp, severity } = finding;
    this.#parts[direction].add(finding);
    if (severities.indexOf(severity) > severities.indexOf(this.#severity)) this.#severity = severity;
    if (direction === 'inbound' && (this.#began === '' || timestamp < this.#began)) this.#began = timestamp;
    if (direction === 'outbound' && last > this.#ended) this.#ended = last;
  }

  /** Takes the newer form of a finding that is told in it; any other is left alone. */
  update(finding: Finding): void {
    if (this.#parts[finding.direction].tells(finding)) this.add(finding);
  }

  told(): Incident {
    const { inbound, outbound } = this.#parts;
    return {
      schema_version: 'clawsec-traffic-incident/v1',
      agent: this.#agent,
      began: this.#began,
      ended: this.#ended,
      severity: this.#severity,
      came_in: inbound.total,
      left: outbound.total,
      // What came in and left in the same millisecond is told in that order.
      events: [...inbound.events, ...outbound.events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    };
  }
}

/** The findings of one direction. */
class StoryPart {
  readonly #told = new Map<string, IncidentEvent>();
  #others = 0;

  get events(): IterableIterator<IncidentEvent> {
    return this.#told.values();
  }

  get total(): number {
    return this.#told.size + this.#others;
  }

  tells(finding: Finding): boolean {
    return this.#told.has(identityOf(finding));
  }

  add(finding: Finding): void {
    const key = identityOf(finding);
    if (this.#told.has(key) || this.#told.size < MAX_TOLD) this.#told.set(key, eventOf(finding));
    // Later lines about one that is only counted say nothing new.
    else if ((finding.count ?? 1) === 1) this.#others++;
  }
}

/** What makes a finding the same one in a later line. Those of other writers may have no id; no two of them are the same. */
export function identityOf({ id, flow = '', pattern, timestamp }: Finding): string {
  return id ?? `${flow} ${pattern} ${timestamp}`;
}

function eventOf(finding: Finding): IncidentEvent {
  const { id, direction, timestamp: at, last_seen: lastSeen, pattern, severity, dest, snippet, count = 1 } = finding;
  return {
    ...(id !== undefined && { id }),
    direction,
    at,
    ...(lastSeen !== undefined && { last_seen: lastSeen }),
    pattern,
    severity,
    dest,
    snippet,
    count,
  };
}
