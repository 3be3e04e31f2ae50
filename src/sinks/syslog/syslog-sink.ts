import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { DeliveryError } from '../delivery-error.js';
import type { SyslogPlan } from '../plan.js';
import { ALL_TAKEN, type Sink } from '../sink.js';
import type { SinkHost } from '../sink-host.js';
import { tlsOptions } from '../tls-files.js';
import { octetCounted, syslogMessage } from './message.js';

/**
 * Syslog has no acknowledgement, and what a system has taken from us need not have been read by anybody. So each batch has
 * a connection of its own that we end and the receiver ends after it: TCP lets it see our end only behind all that was
 * sent, and a receiver that dies before with something unread resets the connection. What it has read and then lost
 * nobody can know; that is syslog's bound.
 */
export function openSyslogSink(plan: SyslogPlan, about: SinkHost): Sink {
  return {
    send: async (findings, signal) => {
      const bytes = findings.map((finding) => octetCounted(syslogMessage(finding, plan.facility, about)));
      const tls = plan.transport === 'tls' ? await tlsOptions(plan.tls) : undefined;
      await new Promise<void>((resolve, reject) => {
        const { host, port } = plan;
        const socket: Socket =
          tls === undefined
            ? connect({ host, port, allowHalfOpen: true })
            : connectTls({
                host,
                port,
                ...(isIP(host) === 0 ? { servername: host } : {}),
                ...tls,
              });
        confirmed(socket, Buffer.concat(bytes), signal).then(resolve, reject);
      });
      return ALL_TAKEN;
    },
    close: () => Promise.resolve(),
  };
}

/** Sends all of it and waits until the receiver has ended the connection after us. */
function confirmed(socket: Socket, bytes: Buffer, signal: AbortSignal): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    let isSent = false;
    const onAbort = (): void => void socket.destroy(new DeliveryError('TIMEOUT'));
    signal.addEventListener('abort', onAbort);
    socket.on('error', reject);
    socket.on('close', () => {
      signal.removeEventListener('abort', onAbort);
      // After another outcome this says nothing.
      reject(new DeliveryError('CLOSED_EARLY'));
    });
    socket.on('end', () => {
      if (isSent) resolve();
      else reject(new DeliveryError('CLOSED_EARLY'));
      socket.destroy();
    });
    // What a receiver says is of no interest, but its end comes behind it.
    socket.resume();
    // Behind the last byte and our end, as far as the system takes them.
    socket.end(bytes, () => (isSent = true));
  });
}
