import { LRUCache } from 'lru-cache';
import type { Finding } from '../finding.js';
import { identityOf, IncidentStory } from './incident-story.js';
import type { Incident } from './incident.generated.js';

export interface IncidentOptions {
  /** How long after something came in what leaves belongs to it, in ms. */
  readonly windowMs?: number;
}

/** An agent reads a page and acts on it within minutes; later than this, the two have little to do with each other. */
export const INCIDENT_WINDOW_MS = 15 * 60_000;

/** What came in lately and is remembered for each group. */
const MAX_RECENT = 64;
/** Groups that are followed at once; when one more is needed, the story of the one unheard of longest ends. */
const MAX_GROUPS = 1_000;

/** Something that came in, and the story that it was put into. */
interface CameIn {
  readonly finding: Finding;
  readonly story: IncidentStory | undefined;
}

/** What is known of one agent group. */
interface Followed {
  /** What came in within the window, by the finding's identity, the oldest first. */
  readonly recent: Map<string, CameIn>;
  story: IncidentStory | undefined;
}

/**
 * Finds incidents in a stream of findings: of the same agent group, something inbound and within a window something
 * outbound. What follows on within the window is the same incident. Depends on nothing but what it is given, in bounded
 * memory.
 *
 * Lines are taken in the order in which they were written; a later line about the same finding (a higher count)
 * replaces the one before. Findings of low severity and those without an agent group tell no story.
 */
export class IncidentFinder {
  readonly #windowMs: number;
  readonly #ended: Incident[] = [];
  readonly #groups = new LRUCache<string, Followed>({
    max: MAX_GROUPS,
    dispose: (group) => this.#end(group),
  });

  constructor({ windowMs = INCIDENT_WINDOW_MS }: IncidentOptions = {}) {
    this.#windowMs = windowMs;
  }

  /** Takes the next line. @returns the incidents that are known to be over by it. */
  take(finding: Finding): Incident[] {
    if (finding.severity === 'low' || finding.agent === undefined) return [];
    const group = this.#groupOf(finding.agent);
    this.#forget(group, lastTime(finding));
    if (finding.direction === 'inbound') this.#cameIn(group, finding);
    else this.#left(group, finding, finding.agent);
    return this.#ended.splice(0);
  }

  /** The incidents that were not known to be over yet. */
  close(): Incident[] {
    this.#groups.clear();
    return this.#ended.splice(0);
  }

  #groupOf(agent: string): Followed {
    let group = this.#groups.get(agent);
    if (group === undefined) {
      group = { recent: new Map(), story: undefined };
      this.#groups.set(agent, group);
    }
    return group;
  }

  /** Ends what nothing can belong to any more at a time. A clock that was set back ends nothing. */
  #forget(group: Followed, now: number): void {
    const over = now - this.#windowMs;
    for (const [id, { finding }] of group.recent) if (lastTime(finding) < over) group.recent.delete(id);
    if (group.story !== undefined && group.story.endedAt < over) this.#end(group);
  }

  #cameIn({ recent, story }: Followed, finding: Finding): void {
    const id = identityOf(finding);
    const toldIn = recent.get(id)?.story;
    recent.delete(id);
    recent.set(id, { finding, story: toldIn });
    story?.update(finding);
    for (const oldest of recent.keys()) {
      if (recent.size <= MAX_RECENT) break;
      recent.delete(oldest);
    }
  }

  #left(group: Followed, finding: Finding, agent: string): void {
    const causes = [...group.recent].filter(([, { finding: inbound }]) => follows(finding, inbound, this.#windowMs));
    if (causes.length === 0) {
      group.story?.update(finding);
      return;
    }
    const story = (group.story ??= new IncidentStory(agent));
    for (const [id, cause] of causes) {
      if (cause.story === story) continue;
      story.add(cause.finding);
      group.recent.set(id, { ...cause, story });
    }
    story.add(finding);
  }

  #end(group: Followed): void {
    if (group.story !== undefined) this.#ended.push(group.story.told());
    group.story = undefined;
  }
}

/** Whether some time at which one left is known to be within the window behind one at which the other came in. */
function follows(outbound: Finding, inbound: Finding, windowMs: number): boolean {
  return timesOf(outbound).some((left) => timesOf(inbound).some((came) => left >= came && left - came <= windowMs));
}

function timesOf(finding: Finding): [first: number, last: number] {
  return [Date.parse(finding.timestamp), lastTime(finding)];
}

function lastTime({ timestamp, last_seen: lastSeen }: Finding): number {
  return Date.parse(lastSeen ?? timestamp);
}
