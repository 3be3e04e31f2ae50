import { execaNode } from 'execa';
import { sidecarMessageOf } from '../../host/sidecar-message.js';
import { passedOn } from '../../sidecar/passed-on.js';
import { failureToldOf } from '../../host/start-failure.js';
import { loadConfigToUse } from '../../sidecar/config.js';
import type { SidecarMessage } from '../../sidecar/main.js';
import { GuardianError } from '../../text/guardian-error.js';
import { saidOf } from '../../text/said.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { logLevelOption } from '../log-level-option.js';
import { OWN_PROGRAM } from '../own-program.js';
import type { Program } from '../program.js';
import { whoWonTheRace } from '../start-race.js';

export function addStart({ root, texts, run }: Program): void {
  const command = root
    .command('start')
    .summary(texts('cli.start.summary', {}))
    .description(texts('cli.start.about', {}))
    .addOption(logLevelOption(texts))
    .addHelpText('after', `\n${texts('cli.start.examples', {})}`)
    .action(() => run(command, start));
}

async function start(context: Context): Promise<ExitCode> {
  const { guardian, terminal, state, configFile, env } = context;
  // What is wrong with the configuration is said here, whole, and not through two processes.
  loadConfigToUse(configFile, state.home, env);
  if ((await guardian.pid()) !== undefined) throw alreadyRunning(state.home);
  const message = await spawnSupervisor(env);
  if (message.kind === 'failed') throw await whoWonTheRace(failureToldOf(message), context);
  const { listen } = message;
  const pid = await guardian.pid();
  terminal.line(terminal.texts('cli.start.done', { listen, home: state.home }));
  terminal.document({ started: true, listen, pid, home: state.home });
  return ExitCode.ok;
}

/**
 * Starts the process that supervises the sidecar, in a session of its own: it outlives this program and the terminal.
 * Returns its first words.
 */
async function spawnSupervisor(env: NodeJS.ProcessEnv): Promise<SidecarMessage> {
  const child = execaNode(OWN_PROGRAM, ['supervise'], {
    detached: true,
    cleanup: false,
    ipc: true,
    reject: false,
    extendEnv: false,
    env: passedOn(env),
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
    nodeOptions: [],
  });
  try {
    return sidecarMessageOf(await child.getOneMessage());
  } catch {
    return { kind: 'failed', ...saidOf({ code: 'supervisor.ended', args: {} }) };
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function alreadyRunning(home: string): GuardianError {
  return new GuardianError({ code: 'sidecar.already_running', args: { home } });
}
