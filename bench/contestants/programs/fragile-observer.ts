// The sidecar's observer program, to the letter, in a thread that also does as it is told: stands still, or dies.
import { parentPort } from 'node:worker_threads';
import type { RelayRequest } from './relay.js';

parentPort?.on('message', ({ message }: { message?: RelayRequest }) => {
  if (message === 'stall') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  if (message === 'die') process.exit(1);
});

await import('../../../src/sidecar/observer-program.js');
