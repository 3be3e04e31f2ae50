const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is an identifier of RFC 9562, of any version. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
