import { setDefaultHighWaterMark } from 'node:stream';
import { once } from '../observe/once.js';
import { GuardianError } from '../text/guardian-error.js';
import { saidOf, type Said } from '../text/said.js';
import { messageOf } from '../text/unknown-error.js';
import { configFileFrom, homeFrom } from './environment.js';
import { beatForever } from './heartbeat.js';
import { giveMemoryBackAtRest } from './memory-at-rest.js';
import { closeInheritedDescriptors, observeProtections, PRIVATE } from './protections.js';
import { Sidecar } from './sidecar.js';

/** What the sidecar tells the process that started it, over the IPC channel. */
export type SidecarMessage = { readonly kind: 'ready'; readonly listen: string } | ({ readonly kind: 'failed' } & Said);

/**
 * What a stream may hold before whoever fills it has to wait, in bytes. Node 20 begins with 16 KB, which is one TLS record:
 * the relay then stops and starts both sides of a transfer for each. A read brings 64 KB anyway. Measured beside it, a
 * relayed megabyte takes a quarter less processor time with 128 KB; with 256 KB a twentieth less still, and that much more
 * memory for each peer that does not read.
 */
const STREAM_BYTES = 128 * 1024;

/**
 * The sidecar's process. It says that it is ready, or why not, and goes on until it is told to stop or until the
 * process that started it is gone: nothing watches over an orphan.
 */
async function main(): Promise<void> {
  process.umask(PRIVATE);
  setDefaultHighWaterMark(false, STREAM_BYTES);
  closeInheritedDescriptors();
  // Whoever reads it may be gone.
  process.stderr.on('error', () => undefined);
  const isWatchedOver = process.send !== undefined;
  const started = Sidecar.start({
    home: homeFrom(process.env),
    configFile: configFileFrom(process.env),
    env: process.env,
    protections: observeProtections(process.env),
  });
  // A signal that comes while it starts lets it start first: half a sidecar cannot be stopped in order.
  const stop = once(() => {
    started
      .then((sidecar) => {
        // Whatever hangs while it ends, a disk for instance: it ends.
        setTimeout(() => process.exit(1), sidecar.stopsWithinMs).unref();
        return sidecar.stop();
      })
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', () => {
    started.then((sidecar) => sidecar.reload()).catch(() => undefined);
  });
  process.on('disconnect', stop);
  // Who started it may be gone before anybody here could hear of it.
  if (isWatchedOver && !process.connected) stop();
  try {
    const sidecar = await started;
    tell({ kind: 'ready', listen: sidecar.listening });
    beatForever();
    giveMemoryBackAtRest();
  } catch (error) {
    const failure =
      error instanceof GuardianError
        ? error
        : new GuardianError({ code: 'sidecar.internal', args: { reason: messageOf(error) } });
    tell({ kind: 'failed', ...saidOf(failure.saying) });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
}

function tell(message: SidecarMessage): void {
  // The channel may be gone, or never have been there when the file is run by hand.
  if (process.connected) process.send?.(message);
  else if (message.kind === 'failed') process.stderr.write(`${message.message}\n`);
}

void main();
