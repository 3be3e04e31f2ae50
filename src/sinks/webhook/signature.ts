import { createHmac } from 'node:crypto';
import { DeliveryError } from '../delivery-error.js';

/**
 * Signatures as Standard Webhooks has them (https://www.standardwebhooks.com, version 1), so that receivers can use the
 * libraries that there are: HMAC-SHA256 over `id.timestamp.body`. A receiver refuses a timestamp that is more than five
 * minutes off, which is what makes an old message useless to whoever recorded it.
 */
export interface SignedHeaders {
  /** The same when the same findings are sent again. */
  readonly 'webhook-id': string;
  /** Seconds since 1970, of this attempt. */
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** The standard asks for 24 to 64 bytes. */
const MIN_KEY_BYTES = 24;
const PREFIX = 'whsec_';

/**
 * The key in a configured secret: base64 behind `whsec_`, or the text itself.
 *
 * @throws DeliveryError `CREDENTIAL_TOO_SHORT`
 */
export function webhookKey(secret: string): Buffer {
  const key = secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);
  if (key.length < MIN_KEY_BYTES) throw new DeliveryError('CREDENTIAL_TOO_SHORT');
  return key;
}

/** @param now ms since 1970. */
export function signedHeaders(key: Buffer, id: string, body: Buffer, now: number): SignedHeaders {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
