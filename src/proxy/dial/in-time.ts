import type { DialOptions } from './dialer.js';

/**
 * Waits for work that can be neither bounded nor stopped, such as the system's resolver, no longer than a dial may take.
 * What it comes to afterwards is nobody's concern.
 */
export function inTime<T>(
  work: Promise<T>,
  { timeoutMs, signal }: DialOptions,
): Promise<T | { readonly kind: 'failed'; readonly code: 'ETIMEDOUT' | 'ABORT_ERR' }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => resolve({ kind: 'failed', code: 'ETIMEDOUT' })), timeoutMs);
    const onAbort = (): void => finish(() => resolve({ kind: 'failed', code: 'ABORT_ERR' }));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
    work.then(
      (result) => finish(() => resolve(result)),
      (error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );

    function finish(settle: () => void): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settle();
    }
  });
}
