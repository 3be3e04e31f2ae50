import picomatch from 'picomatch';
import { catalogue } from './rules/catalogue.generated.js';

/**
 * What is known about the far end of a connection, from its name alone.
 *
 * - `sink`: a place where anybody can make data arrive (request catchers, pastes, file drops, tunnels).
 * - `provider`: a service that agents work with all day (models, code hosts, package registries). A secret that goes
 *   there is still where it should not be, but not with a stranger.
 * - `new`: not seen in this installation before, which a place to take data to usually is.
 * - `known`: anything else.
 */
export type Destination = 'sink' | 'provider' | 'new' | 'known';

/** Interfaces of model providers, code hosts and registries: their own documentation names these hosts. */
const PROVIDERS = [
  'api.anthropic.com',
  'api.openai.com',
  '*.openai.azure.com',
  'generativelanguage.googleapis.com',
  '*-aiplatform.googleapis.com',
  'bedrock-runtime.*.amazonaws.com',
  'openrouter.ai',
  'api.groq.com',
  'api.mistral.ai',
  'api.deepseek.com',
  'api.x.ai',
  'api.cohere.com',
  'api.together.xyz',
  'github.com',
  'api.github.com',
  'uploads.github.com',
  'gitlab.com',
  'bitbucket.org',
  'registry.npmjs.org',
  'pypi.org',
  'upload.pypi.org',
];
const isProvider = picomatch(PROVIDERS);

/** Hosts remembered as seen; the oldest are forgotten first and count as new again. */
const MAX_HOSTS = 4_096;
/** A host stays new for this long after it was first seen, so that everything a first visit carries counts. */
const NEW_MS = 10 * 60_000;

/** Tells destinations apart. What is new is known only after some time of watching: at first everything would be. */
export class Destinations {
  readonly #firstSeen = new Map<string, number>();
  readonly #now: () => number;
  readonly #start: number;

  /** @param now Milliseconds on a clock that does not jump. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#start = now();
  }

  /** Notes that a connection to a host is asked for, whatever is found on it. */
  visit(host: string): void {
    this.#isNew(host.toLowerCase());
  }

  /** What a host is. One that no visit was noted of is visited now. */
  kindOf(host: string): Destination {
    const name = host.toLowerCase();
    const isNew = this.#isNew(name);
    if (isSink(name)) return 'sink';
    if (isProvider(name)) return 'provider';
    return isNew ? 'new' : 'known';
  }

  #isNew(name: string): boolean {
    const now = this.#now();
    let first = this.#firstSeen.get(name);
    if (first === undefined) {
      first = now;
      this.#firstSeen.set(name, now);
      const [oldest] = this.#firstSeen.keys();
      if (this.#firstSeen.size > MAX_HOSTS && oldest !== undefined) this.#firstSeen.delete(oldest);
    }
    return first - this.#start >= NEW_MS && now - first < NEW_MS;
  }
}

/** The expressions by which the rules of the group `sinks` know a host by its whole name. */
const SINK_HOSTS = catalogue
  .filter(({ group, variant }) => group === 'sinks' && variant.endsWith('-host'))
  .flatMap(({ match }) => match.map(({ re }) => re))
  .filter((re) => re.source.startsWith('^'));

function isSink(name: string): boolean {
  return SINK_HOSTS.some((re) => re.test(name));
}
