import type { Socket } from 'node:net';

/**
 * Notices that a client leaves while its destination is being reached: a stream that nobody reads does not tell. One that
 * has sent something already may have ended its side because that was all, so from there on only a reset counts.
 *
 * @param onLeft Called at most once.
 * @returns Ends the watch; what the client said is put back.
 */
export function watchSilentClient(client: Socket, onLeft: () => void): () => void {
  const stopReading = (): void => {
    client.removeListener('data', onData);
    client.removeListener('end', onLeave);
    client.pause();
  };
  const stop = (): void => {
    stopReading();
    client.removeListener('close', onLeave);
  };
  client.on('data', onData);
  client.on('end', onLeave);
  client.on('close', onLeave);
  client.resume();
  return stop;

  function onData(chunk: Buffer): void {
    stopReading();
    client.unshift(chunk);
  }

  function onLeave(): void {
    stop();
    onLeft();
  }
}
