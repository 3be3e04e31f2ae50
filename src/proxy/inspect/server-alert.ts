/** RFC 8446 §6: a record of content type alert, its level fatal. */
const ALERT_RECORD = [21, 3, 3, 0, 2, 2];
const HANDSHAKE_FAILURE = 40;

/**
 * The alert with which a server ends a handshake (RFC 8446 §6.2, RFC 6066 §9, RFC 7301 §3.2), by its name in Node's codes.
 */
const DESCRIPTIONS: ReadonlyMap<string, number> = new Map([
  ['BAD_CERTIFICATE', 42],
  ['ILLEGAL_PARAMETER', 47],
  ['UNKNOWN_CA', 48],
  ['ACCESS_DENIED', 49],
  ['DECODE_ERROR', 50],
  ['PROTOCOL_VERSION', 70],
  ['INSUFFICIENT_SECURITY', 71],
  ['INTERNAL_ERROR', 80],
  ['UNRECOGNIZED_NAME', 112],
  ['CERTIFICATE_REQUIRED', 116],
  ['NO_APPLICATION_PROTOCOL', 120],
]);
/** What OpenSSL puts in front: `SSLV3_ALERT_` until 3.1, `SSL/TLS_ALERT_` since, `TLSV1_` for names of extensions. */
const IN_FRONT = /^ERR_SSL_(?:SSLV3|SSL\/TLS|TLSV1|TLSV13)_(?:ALERT_)?/;

/**
 * The alert that a client is given when the TLS handshake with the server failed: the server's own, so that the client says
 * and does what it would directly (another protocol version, another name); handshake_failure where there was none.
 */
export function serverAlert(code: string): Buffer {
  return Buffer.of(...ALERT_RECORD, DESCRIPTIONS.get(code.replace(IN_FRONT, '')) ?? HANDSHAKE_FAILURE);
}
