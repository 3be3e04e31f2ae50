import type { Finding } from '../findings/finding.js';
import type { Beat } from './beat.js';

/**
 * A receiver of findings. One is opened when it is needed, closed after a failure and opened anew, so that it need not
 * mend itself; retrying, ordering and remembering are the business of its {@link Delivery}.
 */
export interface Sink {
  /**
   * Hands findings over, in order. Resolves when the receiver has taken all of them.
   *
   * @throws DeliveryError when it has not, or nobody knows.
   */
  send(findings: readonly Finding[], signal: AbortSignal): Promise<SendOutcome>;
  /** Says how this host is. Absent where the receiver has no use for it. @throws DeliveryError */
  beat?(beat: Beat, signal: AbortSignal): Promise<void>;
  /** Gives everything back. Never throws. */
  close(): Promise<void>;
}

export interface SendOutcome {
  /** Findings that the receiver took note of and did not want; they are not sent again. */
  readonly refused: number;
}

export const ALL_TAKEN: SendOutcome = { refused: 0 };
