import type { DialOptions } from './dialer.js';

/**
 * Waits for work that can be neither bounded nor stopped, such as the system's resolver, no longer than a dial may take.
 * What it comes to afterwards is nobody's concern; if it has not begun by then, it need not.
 */
export function inTime<T>(
  work: (unwanted: AbortSignal) => Promise<T>,
  { timeoutMs, signal }: DialOptions,
): Promise<T | { readonly kind: 'failed'; readonly code: 'ETIMEDOUT' | 'ABORT_ERR' }> {
  const unwanted = new AbortController();
  return new Promise((resolve, reject) => {
    const giveUp = (code: 'ETIMEDOUT' | 'ABORT_ERR'): void => {
      finish(() => resolve({ kind: 'failed', code }));
      unwanted.abort();
    };
    const timer = setTimeout(() => giveUp('ETIMEDOUT'), timeoutMs);
    const onAbort = (): void => giveUp('ABORT_ERR');
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
    work(unwanted.signal).then(
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
