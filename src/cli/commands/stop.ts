import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '../../sidecar/config.js';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';

/** Time that a stop may take beside draining, in milliseconds. */
const STOP_MS = 30_000;
const POLL_MS = 50;

export function addStop({ root, texts, run }: Program): void {
  const command = root
    .command('stop')
    .summary(texts('cli.stop.summary', {}))
    .description(texts('cli.stop.about', {}))
    .addHelpText('after', `\n${texts('cli.stop.examples', {})}`)
    .action(() => run(command, stop));
}

async function stop({ guardian, terminal, configFile, state, env }: Context): Promise<ExitCode> {
  const { texts } = terminal;
  const pid = await guardian.pid();
  if (pid === undefined) throw new GuardianError({ code: 'control.not_running', args: {} });
  await guardian.stop();
  // Connections and the observer each get the drain time.
  const limitMs = STOP_MS + 2 * drainTimeoutMs(configFile, state.home, env);
  const deadline = performance.now() + limitMs;
  while (isAlive(pid) || (await guardian.pid()) === pid) {
    if (performance.now() > deadline) {
      throw new GuardianError({ code: 'cli.stop.too_slow', args: { pid: String(pid), seconds: limitMs / 1000 } });
    }
    await delay(POLL_MS);
  }
  terminal.line(texts('cli.stop.done', {}));
  terminal.document({ stopped: true, pid });
  return ExitCode.ok;
}

function drainTimeoutMs(configFile: string, home: string, env: NodeJS.ProcessEnv): number {
  try {
    return loadConfig(configFile, home, env).settings.limits.drainTimeoutMs;
  } catch {
    // A configuration that was broken meanwhile keeps nobody from stopping.
    return 0;
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
