import { severities, type Severity } from '../findings/finding.js';
import type { FleetFinding } from './findings.js';

/** The same secret leaving several hosts. */
export interface Incident {
  /** Of the secret, under the key that the hosts of the fleet share. */
  readonly fingerprint: string;
  readonly pattern: string;
  /** The worst of all. */
  readonly severity: Severity;
  readonly hosts: readonly string[];
  /** Where it went. */
  readonly dests: readonly string[];
  readonly first_seen: string;
  readonly last_seen: string;
}

interface Leak {
  readonly pattern: string;
  severity: Severity;
  readonly hosts: Set<string>;
  readonly dests: Set<string>;
  firstSeen: string;
  lastSeen: string;
}

/** Secrets that are followed; when there are more, the one that was seen first is forgotten. */
const MAX_SECRETS = 100_000;
/** Destinations named with a secret. */
const MAX_DESTS = 20;

/** Puts together findings of the same secret on different hosts. */
export class Incidents {
  readonly #leaks = new Map<string, Leak>();

  /** Takes a finding; what came in, and what has no fingerprint, is passed over. */
  add({ host, finding }: FleetFinding): void {
    const { fingerprint, direction, pattern, severity, dest, timestamp, last_seen: last = timestamp } = finding;
    if (direction !== 'outbound' || fingerprint === undefined) return;
    const leak = this.#leaks.get(fingerprint) ?? this.#begin(fingerprint, pattern, severity, timestamp);
    leak.severity = worse(leak.severity, severity);
    leak.hosts.add(host);
    if (leak.dests.size < MAX_DESTS) leak.dests.add(dest);
    if (timestamp < leak.firstSeen) leak.firstSeen = timestamp;
    if (last > leak.lastSeen) leak.lastSeen = last;
  }

  /** Secrets that left more than one host, the one on most hosts first. */
  list(): Incident[] {
    return [...this.#leaks]
      .filter(([, { hosts }]) => hosts.size > 1)
      .sort(([, a], [, b]) => b.hosts.size - a.hosts.size || (a.lastSeen < b.lastSeen ? 1 : -1))
      .map(([fingerprint, { pattern, severity, hosts, dests, firstSeen, lastSeen }]) => ({
        fingerprint,
        pattern,
        severity,
        hosts: [...hosts].sort(),
        dests: [...dests].sort(),
        first_seen: firstSeen,
        last_seen: lastSeen,
      }));
  }

  #begin(fingerprint: string, pattern: string, severity: Severity, at: string): Leak {
    for (const oldest of this.#leaks.keys()) {
      if (this.#leaks.size < MAX_SECRETS) break;
      this.#leaks.delete(oldest);
    }
    const leak = { pattern, severity, hosts: new Set<string>(), dests: new Set<string>(), firstSeen: at, lastSeen: at };
    this.#leaks.set(fingerprint, leak);
    return leak;
  }
}

/** The more severe of two. */
function worse(one: Severity, other: Severity): Severity {
  return severities.indexOf(one) >= severities.indexOf(other) ? one : other;
}
