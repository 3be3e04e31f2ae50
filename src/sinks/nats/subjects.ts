/** Names on the broker, all from one prefix and the name of a host. */
export interface FleetNames {
  /** Streams. */
  readonly findings: string;
  readonly status: string;
}

/** Streams of a fleet. */
export function streamsOf(prefix: string): FleetNames {
  const name = prefix.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  return { findings: `${name}_FINDINGS`, status: `${name}_STATUS` };
}

/** Subjects of a host; `*` for all of them. A host that may publish to these alone cannot speak for another. */
export function subjectsOf(prefix: string, host: string): FleetNames {
  const token = host === '*' ? host : tokenOf(host);
  return { findings: `${prefix}.findings.${token}`, status: `${prefix}.status.${token}` };
}

/** The host that a subject of {@link subjectsOf} is about. */
export function hostOf(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1);
}

/** Where answers of the broker reach a host: under a name of its own, so that a host cannot listen to those of others. */
export function inboxOf(host: string): string {
  return `_INBOX.${tokenOf(host)}`;
}

/** A dot would begin another token of the subject. */
function tokenOf(host: string): string {
  return host.replace(/[^A-Za-z0-9_-]/g, '-');
}
