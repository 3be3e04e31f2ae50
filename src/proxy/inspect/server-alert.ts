/** RFC 8446 §6: a record of content type alert, its level fatal. */
const ALERT_RECORD = [21, 3, 3, 0, 2, 2];
const HANDSHAKE_FAILURE = 40;

/** Node's codes for the alert with which a server ends a handshake (RFC 8446 §6.2, RFC 6066 §9, RFC 7301 §3.2). */
const DESCRIPTIONS: ReadonlyMap<string, number> = new Map([
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 42],
  ['ERR_SSL_SSLV3_ALERT_ILLEGAL_PARAMETER', 47],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 48],
  ['ERR_SSL_TLSV1_ALERT_ACCESS_DENIED', 49],
  ['ERR_SSL_TLSV1_ALERT_DECODE_ERROR', 50],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 70],
  ['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 71],
  ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 80],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 112],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 116],
  ['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 120],
]);

/**
 * The alert that a client is given when the TLS handshake with the server failed: the server's own, so that the client says
 * and does what it would directly (another protocol version, another name); handshake_failure where there was none.
 */
export function serverAlert(code: string): Buffer {
  return Buffer.of(...ALERT_RECORD, DESCRIPTIONS.get(code) ?? HANDSHAKE_FAILURE);
}
