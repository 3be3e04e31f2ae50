import { join } from 'node:path';
import type { Logger } from 'pino';
import { StartFailure } from '../../host/start-failure.js';
import { Supervisor } from '../../host/supervisor.js';
import { BoundedLog } from '../../sidecar/bounded-log.js';
import { loadConfig } from '../../sidecar/config.js';
import { openLog } from '../../sidecar/log.js';
import type { SidecarMessage } from '../../sidecar/main.js';
import { messageOf } from '../../text/unknown-error.js';
import type { Context } from '../context.js';
import { codeOfFailure, ExitCode } from '../exit-code.js';
import { aborted, Interruption } from '../interruption.js';
import type { Program } from '../program.js';

export function addSupervise({ root, texts, run }: Program): void {
  const command = root
    .command('supervise', { hidden: true })
    .description(texts('cli.supervise.about', {}))
    .action(() => run(command, supervise));
}

/** Keeps a sidecar running without a terminal. Says how the start went over the IPC channel, and nothing elsewhere. */
async function supervise({ env, configFile, state }: Context): Promise<ExitCode> {
  const interruption = new Interruption('reload');
  let log: Logger | undefined;
  let exit: ExitCode = ExitCode.ok;
  try {
    const { settings } = loadConfig(configFile, state.home, env);
    const supervisor = await Supervisor.start({
      env,
      onEvent: (event) => {
        if (event.kind === 'gave-up') exit = ExitCode.failure;
        if (event.kind !== 'crashed' && event.kind !== 'gave-up') return;
        // Nobody looks at this process: what went wrong is kept beside the sidecar's own log.
        log ??= openLog(
          new BoundedLog({ ...settings.logs, file: join(settings.logDir, 'supervisor.log') }),
          settings.logLevel,
        );
        log.warn({ supervisor: event }, event.kind);
      },
    });
    interruption.onHangUp(() => supervisor.reload());
    tellParent({ kind: 'ready', listen: supervisor.listen });
    await Promise.race([supervisor.finished, aborted(interruption.signal)]);
    await supervisor.stop();
    return exit;
  } catch (error) {
    const said =
      error instanceof StartFailure ? error.reason : { code: codeOfFailure(error), message: messageOf(error) };
    tellParent({ kind: 'failed', ...said });
    return ExitCode.failure;
  } finally {
    interruption.dispose();
  }
}

function tellParent(message: SidecarMessage): void {
  // Whoever started this may be gone by now, or may never have been there when it is run by hand.
  if (process.connected) process.send?.(message);
}
