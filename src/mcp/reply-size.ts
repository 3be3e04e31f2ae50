/** Largest reply of a tool, text and structured content together, as JSON in UTF-8: what a model's context has room for. */
export const MAX_REPLY_BYTES = 64 * 1024;

/** Size of a value as it stands in a message. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
