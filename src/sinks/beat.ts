/** One number of the sidecar's metrics. */
export interface MetricSample {
  /** As in Prometheus' text, such as `traffic_guardian_connections`. */
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a host says of itself now and then, whether or not there are findings. */
export interface Beat {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly state: 'watching' | 'degraded' | 'paused';
  readonly version: string;
  /** Digest of the rules and of the groups that are switched: equal on hosts that look for the same. */
  readonly rules: string;
  readonly started_at: string;
  /** Codes of what the status warns of. */
  readonly warnings: readonly string[];
  /** Lines written to the journal since it started. */
  readonly findings_written: number;
  readonly metrics: readonly MetricSample[];
}
