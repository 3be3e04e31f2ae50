import { codeOf } from '../text/unknown-error.js';

export interface DeliveryErrorOptions {
  /**
   * unavailable: the receiver is away, busy or does not let us in; the same again may do. refused: it will not have these
   * findings whatever is done.
   */
  readonly kind: 'unavailable' | 'refused';
  /** How long the receiver wants to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * Why findings were not taken. It carries a code and no text of the receiver's, who could be repeating our credentials.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly kind: DeliveryErrorOptions['kind'];
  readonly retryAfterMs: number;

  /** @param code The system's, TLS' or the receiver's, such as `ECONNREFUSED` or `HTTP_503`. */
  constructor(
    readonly code: string,
    { kind, retryAfterMs = 0 }: DeliveryErrorOptions = { kind: 'unavailable' },
  ) {
    super(code);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whatever was thrown, as the reason of a failed delivery. */
export function deliveryErrorOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const named = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : 'UNKNOWN';
  return new DeliveryError(plainCode(codeOf(error) ?? named));
}

/** A code is one word: whoever made it up, nothing else gets into status and log. */
function plainCode(code: string): string {
  return /^[A-Za-z0-9_.-]{1,64}$/.test(code) ? code : 'UNKNOWN';
}
