/** How a sink is, as status, doctor and metrics show it. */
export interface SinkStatus {
  readonly id: string;
  /** The receiver without path and credentials. */
  readonly target: string;
  /**
   * waiting: all is sent. sending: more is on its way. retrying: the receiver is away or refuses, and is asked again at
   * `retry_at`. stuck: the journal or the sink's own file cannot be read or written.
   */
  readonly state: 'starting' | 'waiting' | 'sending' | 'retrying' | 'stuck';
  readonly delivered: number;
  readonly refused: number;
  /** Lines that retention has deleted before they were sent. */
  readonly lost_to_retention: number;
  readonly resets: number;
  /** Lines of the journal that are not sent yet, without those. */
  readonly lag_lines: number;
  /** When the oldest of them was written; absent when there is none, or before the first was read. */
  readonly oldest_waiting_at?: string;
  readonly last_delivered_at?: string;
  /** The last thing that went wrong; it stays when all is well again. */
  readonly last_error?: { readonly code: string; readonly at: string };
  /** Failures in a row. */
  readonly failures: number;
  /** Beats in a row that did not get through; always 0 where there are none. */
  readonly beats_failed: number;
  readonly retry_at?: string;
}
