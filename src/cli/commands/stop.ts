import { setTimeout as delay } from 'node:timers/promises';
import { stopBoundMs } from '../../host/stop-bound.js';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Guardian } from '../guardian.js';
import type { Program } from '../program.js';

const POLL_MS = 50;
/** A supervisor needs a moment more than its sidecar. */
const SUPERVISOR_MS = 5_000;

export function addStop({ root, texts, run }: Program): void {
  const command = root
    .command('stop')
    .summary(texts('cli.stop.summary', {}))
    .description(texts('cli.stop.about', {}))
    .addHelpText('after', `\n${texts('cli.stop.examples', {})}`)
    .action(() => run(command, stop));
}

async function stop({ guardian, terminal, env }: Context): Promise<ExitCode> {
  const { texts } = terminal;
  const pid = await askToStop(guardian);
  const limitMs = stopBoundMs(env) + SUPERVISOR_MS;
  const deadline = performance.now() + limitMs;
  while (!(await isGone(guardian, pid))) {
    if (performance.now() > deadline) {
      throw new GuardianError({ code: 'cli.stop.too_slow', args: { pid: String(pid), seconds: limitMs / 1000 } });
    }
    await delay(POLL_MS);
  }
  terminal.line(texts('cli.stop.done', {}));
  terminal.document({ stopped: true, ...(pid === undefined ? {} : { pid }) });
  return ExitCode.ok;
}

/**
 * Asks the supervisor, who is there also between a crash and the next start, or the sidecar itself when nobody watches
 * over it.
 *
 * @returns the process id of the sidecar; undefined while there is none.
 * @throws GuardianError `control.not_running` when there is neither.
 */
async function askToStop(guardian: Guardian): Promise<number | undefined> {
  const watcher = await guardian.watcher();
  if (watcher !== undefined) {
    await guardian.stopWatcher();
    return watcher.sidecar;
  }
  const pid = await guardian.pid();
  if (pid === undefined) throw new GuardianError({ code: 'control.not_running', args: {} });
  await guardian.stop();
  return pid;
}

async function isGone(guardian: Guardian, pid: number | undefined): Promise<boolean> {
  if (pid !== undefined && isAlive(pid)) return false;
  try {
    return (await guardian.watcher()) === undefined && (pid === undefined || (await guardian.pid()) !== pid);
  } catch (error) {
    // Whoever is ending hangs up in the middle of an answer.
    if (error instanceof GuardianError && error.code === 'control.no_answer') return false;
    throw error;
  }
}

/** Signal 0 is not sent: it asks whether there is somebody to send one to. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
