import { DeliveryError, deliveryErrorOf } from './delivery-error.js';

/**
 * Does something that may hang. When its time is over or the whole is ended, its signal says so, and it is waited for no
 * longer, whether or not it listens.
 *
 * @param onLate Takes a result that came after that.
 * @throws DeliveryError `TIMEOUT` or `ENDED`, or the reason of what the work throws.
 */
export function withinTime<T>(
  ms: number,
  ended: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  onLate: (result: T) => void = () => undefined,
): Promise<T> {
  const own = new AbortController();
  return new Promise((resolve, reject) => {
    let isOver = false;
    const giveUp = (code: string): void => {
      finish();
      own.abort();
      reject(new DeliveryError(code));
    };
    const onEnded = (): void => giveUp('ENDED');
    const timer = setTimeout(() => giveUp('TIMEOUT'), ms);
    const finish = (): void => {
      isOver = true;
      clearTimeout(timer);
      ended.removeEventListener('abort', onEnded);
    };
    if (ended.aborted) {
      onEnded();
      return;
    }
    ended.addEventListener('abort', onEnded);
    work(own.signal).then(
      (result) => {
        if (isOver) onLate(result);
        else {
          finish();
          resolve(result);
        }
      },
      (error: unknown) => {
        if (isOver) return;
        finish();
        reject(deliveryErrorOf(error));
      },
    );
  });
}
