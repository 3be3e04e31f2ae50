import { connect } from 'node:net';

/** Time for one attempt on this machine, in milliseconds. */
const TIMEOUT_MS = 1_000;

/** Whether something listens at an address of this machine. */
export function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const done = (outcome: boolean): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
