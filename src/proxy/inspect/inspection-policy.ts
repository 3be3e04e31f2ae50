import { LRUCache } from 'lru-cache';
import picomatch from 'picomatch';
import { authorityOf, type Destination } from '../destination.js';

/** Whether a CONNECT is to be opened, or why not. */
export type InspectionDecision = 'inspect' | 'tunnelled' | 'pinned' | 'paused';

export interface InspectionPolicyOptions {
  /** HTTPS inspection is switched on. */
  readonly enabled: boolean;
  /** Globs over host names that are never opened. */
  readonly tunnelHosts: readonly string[];
  /** How long a host is tunnelled after a client refused our certificate for it, in milliseconds; 0 for not at all. */
  readonly pinnedForMs: number;
}

/** A host that a client would not let us open. */
export interface PinnedHost {
  readonly agent: string;
  readonly destination: Destination;
  /** Node's code for the client's alert, `closed` when it left without a word, or {@link CLIENT_CERTIFICATE}. */
  readonly code: string;
  readonly since: number;
}

/**
 * In place of a code for a host that asks for the client's own certificate: nobody in between has its key, so such a
 * connection can only be passed on as it is.
 */
export const CLIENT_CERTIFICATE = 'client_certificate';

const MAX_REMEMBERED = 2_000;
/**
 * A client that leaves without a byte when it has our certificate, in the handshake or right after it, may have refused it,
 * as Node does, may only have probed or have been ended just then. Twice in a row is taken for a refusal; connections that
 * were under way together, as those of a program that is ended, count once.
 */
const SILENT_CLOSES = 2;
/**
 * A program that sends many requests at once opens a connection for each and drops those that came too late, because
 * another one was free by then: Go does. What it says over the others shortly before is its answer to our certificate.
 */
const IN_USE_MS = 2_000;

/** When a client last said something over a connection that was opened, of `performance.now()`. */
export interface LastUse {
  at: number;
}

/** Decides which connections are opened, and remembers which clients refuse that. */
export class InspectionPolicy {
  /** Whether the operator's pause (break-glass) lasts: nothing is opened or observed meanwhile. */
  readonly #isPaused: () => boolean;
  #options: InspectionPolicyOptions;
  #tunnelled: (host: string) => boolean;
  readonly #pinned: LRUCache<string, PinnedHost>;
  /** How often a client left in a row, and when it did last. */
  readonly #silent = new LRUCache<string, { readonly times: number; readonly at: number }>({ max: MAX_REMEMBERED });

  readonly #uses = new LRUCache<string, LastUse>({ max: MAX_REMEMBERED });

  constructor(options: InspectionPolicyOptions, isPaused: () => boolean = () => false) {
    this.#options = options;
    this.#isPaused = isPaused;
    this.#tunnelled = matcherOf(options);
    this.#pinned = new LRUCache({ max: MAX_REMEMBERED, ttl: Math.max(1, options.pinnedForMs) });
  }

  /** Decides by other options from now on. What clients refused is remembered as long as it was to be. */
  configure(options: InspectionPolicyOptions): void {
    this.#options = options;
    this.#tunnelled = matcherOf(options);
  }

  decide(agent: string, destination: Destination): InspectionDecision {
    if (this.#isPaused()) return 'paused';
    if (!this.#options.enabled) return 'tunnelled';
    if (this.#options.tunnelHosts.length > 0 && this.#tunnelled(destination.host)) return 'tunnelled';
    return this.#pinned.has(keyOf(agent, destination)) ? 'pinned' : 'inspect';
  }

  /** Whether connections that need no opening are to be observed. */
  get isObserving(): boolean {
    return !this.#isPaused();
  }

  /** The client answered our certificate with an alert, by leaving again and again, or with one of its own. */
  clientRefused(agent: string, destination: Destination, code: string): void {
    const { pinnedForMs: ttl } = this.#options;
    // For the cache, no time would mean for ever.
    if (ttl > 0) this.#pinned.set(keyOf(agent, destination), { agent, destination, code, since: Date.now() }, { ttl });
  }

  /**
   * The client left with our certificate, without sending anything.
   *
   * @param begunAt When its handshake began, of `performance.now()`.
   * @returns whether that is now a refusal.
   */
  clientSilent(agent: string, destination: Destination, begunAt: number): boolean {
    const key = keyOf(agent, destination);
    if ((this.#uses.get(key)?.at ?? -Infinity) > begunAt - IN_USE_MS) return false;
    const { times, at } = this.#silent.get(key) ?? { times: 0, at: -Infinity };
    if (begunAt <= at) return false;
    this.#silent.set(key, { times: times + 1, at: performance.now() });
    if (times + 1 < SILENT_CLOSES) return false;
    this.#silent.delete(key);
    this.clientRefused(agent, destination, 'closed');
    return true;
  }

  /** The client used a connection that we opened: it does trust us. */
  clientAccepted(agent: string, destination: Destination): void {
    this.#silent.delete(keyOf(agent, destination));
  }

  /** Where an opened connection notes each time that its client says something; all to the same host share one. */
  useOf(agent: string, destination: Destination): LastUse {
    const key = keyOf(agent, destination);
    const known = this.#uses.get(key);
    if (known !== undefined) return known;
    const use = { at: -Infinity };
    this.#uses.set(key, use);
    return use;
  }

  /** Hosts that are tunnelled for now because a client refused our certificate. */
  pinnedHosts(): PinnedHost[] {
    return [...this.#pinned.values()];
  }
}

function matcherOf({ tunnelHosts }: InspectionPolicyOptions): (host: string) => boolean {
  return picomatch([...tunnelHosts], { nocase: true, noglobstar: true });
}

function keyOf(agent: string, destination: Destination): string {
  return `${agent} ${authorityOf(destination).toLowerCase()}`;
}
