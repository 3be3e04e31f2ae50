/**
 * Reading what `catch` caught. Node's own errors can come from another realm (a worker, a test's VM context), where
 * `instanceof Error` is false; so these look at the shape.
 */

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string') {
    return error.message;
  }
  return String(error);
}

/** The system error code (`ENOENT`, `EADDRINUSE` ...) of anything that was thrown, if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return undefined;
}
