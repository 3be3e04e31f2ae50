/**
 * TLS sessions as OpenSSL writes them down: ASN.1 in DER (ITU-T X.690), a sequence that begins with the version of this
 * format, the version of TLS and the cipher, and in which element [3] is the server's certificate
 * (https://docs.openssl.org/3.0/man3/d2i_SSL_SESSION/).
 */
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const CERTIFICATE = 0xa3;
const TLS_1_3 = 0x0304;
/** Bytes of the longest length that is read: a session has some hundred bytes, with a certificate a few thousand. */
const MAX_LENGTH_BYTES = 2;

/** One element: where it begins, where its content does, and where it ends, exclusive. */
interface Element {
  readonly tag: number;
  readonly from: number;
  readonly content: number;
  readonly to: number;
}

/**
 * The same session of TLS 1.3 without the server's certificate. To resume it takes no certificate, which is not sent again
 * (RFC 8446 §4.1.1), and OpenSSL 3.0 takes most of the time in which it reads a session for reading that: measured on Node
 * 20, 0.25 ms of the 0.9 that a resumed connection with one request costs.
 *
 * @param session Of a server that was verified: of a resumed session without a certificate, Node says that it was.
 * @returns the session itself where it is of an older TLS, which Node trusts by its certificate only, or in another form:
 *   Node 22 writes one of its own, and OpenSSL 3.5 reads certificates fast.
 */
export function withoutCertificate(session: Buffer): Buffer {
  const whole = elementAt(session, 0, session.length);
  if (whole?.tag !== SEQUENCE || whole.to !== session.length) return session;
  const elements: Element[] = [];
  for (let at = whole.content; at < whole.to;) {
    const element = elementAt(session, at, whole.to);
    if (element === undefined) return session;
    elements.push(element);
    at = element.to;
  }
  const tls = elements[1];
  if (tls?.tag !== INTEGER || tls.to - tls.content !== 2 || session.readUInt16BE(tls.content) !== TLS_1_3)
    return session;
  const kept = elements.filter(({ tag }) => tag !== CERTIFICATE).map(({ from, to }) => session.subarray(from, to));
  return kept.length === elements.length ? session : sequenceOf(Buffer.concat(kept));
}

/** The element that begins at an offset; undefined where there is none that ends before `end`. */
function elementAt(bytes: Buffer, from: number, end: number): Element | undefined {
  const tag = bytes[from];
  const first = bytes[from + 1];
  if (tag === undefined || first === undefined) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const content = from + 2 + lengthBytes;
  if (lengthBytes > MAX_LENGTH_BYTES || content > end || first === 0x80) return undefined;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(from + 2, lengthBytes);
  const to = content + length;
  return to > end ? undefined : { tag, from, content, to };
}

/** @param content Less than 64 KiB. */
function sequenceOf(content: Buffer): Buffer {
  const { length } = content;
  const [high, low] = [length >> 8, length & 0xff];
  const head = high > 0 ? [SEQUENCE, 0x82, high, low] : low < 0x80 ? [SEQUENCE, low] : [SEQUENCE, 0x81, low];
  return Buffer.concat([Buffer.from(head), content]);
}
