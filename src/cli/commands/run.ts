import { join } from 'node:path';
import { FindingsReader } from '../../findings/journal/query/reader.js';
import { StartFailure } from '../../host/start-failure.js';
import { Supervisor, type SupervisorEvent } from '../../host/supervisor.js';
import { loadConfigToUse } from '../../sidecar/config.js';
import type { Settings } from '../../sidecar/settings.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { aborted, Interruption } from '../interruption.js';
import { followFindings, type LiveFindingsOptions } from '../live-findings.js';
import { logLevelOption } from '../log-level-option.js';
import type { Program } from '../program.js';
import { whoWonTheRace } from '../start-race.js';
import type { Terminal } from '../terminal.js';
import { findingLine } from '../words/finding-line.js';
import { readyEvent, readyLines } from '../words/ready-lines.js';

/** Agent group of what the operator sends from this machine. */
const OPERATOR = 'local';

export function addRun({ root, texts, run }: Program): void {
  const command = root
    .command('run')
    .summary(texts('cli.run.summary', {}))
    .description(texts('cli.run.about', {}))
    .addOption(logLevelOption(texts))
    .addHelpText('after', `\n${texts('cli.run.examples', {})}`)
    .action(() => run(command, runInForeground));
}

async function runInForeground(context: Context): Promise<ExitCode> {
  const { terminal, env, configFile, state } = context;
  const { settings } = loadConfigToUse(configFile, state.home, env);
  const reader = new FindingsReader(join(settings.logDir, 'findings'));
  // Taken before anything can be found, so that nothing is missed.
  const cursor = await reader.tailCursor('newest');
  // A terminal that is closed hangs up; a service manager uses the signal to reload.
  const interruption = new Interruption(hasTerminal() ? 'end' : 'reload');
  let exit: ExitCode = ExitCode.ok;
  try {
    const supervisor = await startSupervisor(context, (event) => {
      if (event.kind === 'gave-up') exit = ExitCode.failure;
      report(event, terminal);
    });
    const over = new AbortController();
    let following: Promise<void> | undefined;
    try {
      interruption.onHangUp(() => supervisor.reload());
      await announce(context, settings, interruption.signal);
      following = followFindings({ reader, cursor, ...shownOn(terminal) }, over.signal);
      await Promise.race([supervisor.finished, aborted(interruption.signal)]);
      if (interruption.signal.aborted) terminal.line(terminal.texts('cli.run.draining', {}));
    } finally {
      await supervisor.stop();
      // What was found while draining is still shown.
      over.abort();
      await following;
    }
    terminal.line(terminal.texts('cli.run.stopped', {}));
    terminal.document({ event: 'stopped' });
    return exit;
  } finally {
    interruption.dispose();
  }
}

function hasTerminal(): boolean {
  return [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
}

async function startSupervisor(context: Context, onEvent: (event: SupervisorEvent) => void): Promise<Supervisor> {
  let started = false;
  try {
    // The first time that it is ready is announced at length.
    const supervisor = await Supervisor.start({ env: context.env, onEvent: (event) => started && onEvent(event) });
    started = true;
    return supervisor;
  } catch (error) {
    throw error instanceof StartFailure ? await whoWonTheRace(error, context) : error;
  }
}

async function announce({ terminal, guardian }: Context, settings: Settings, interrupted: AbortSignal): Promise<void> {
  try {
    const [status, { localUrl }] = await Promise.all([guardian.status(), guardian.proxyUrl(OPERATOR)]);
    const { listen, https_inspection: httpsInspection, home, ca_fingerprint_sha256: fingerprint } = status;
    const ready = {
      listen,
      httpsInspection,
      home,
      journal: join(settings.logDir, 'findings', 'findings.jsonl'),
      proxyUrl: localUrl,
      ...(fingerprint === undefined ? {} : { ca: { fingerprint, bundle: settings.caBundle } }),
    };
    for (const line of readyLines(ready, terminal)) terminal.line(line);
    terminal.document(readyEvent(ready));
  } catch (error) {
    // Ctrl-C reaches the sidecar too, which may be gone before it was asked.
    if (!interrupted.aborted) throw error;
  }
}

/** What happens to the sidecar, in one line. */
function report(event: SupervisorEvent, terminal: Terminal): void {
  const { texts, paint } = terminal;
  switch (event.kind) {
    case 'ready':
      terminal.line(texts('cli.run.ready_again', { listen: event.listen }));
      terminal.document({ event: 'ready_again', listen: event.listen });
      return;
    case 'crashed':
      terminal.line(paint('yellow', texts('cli.run.crashed', { detail: event.detail })));
      terminal.document({ event: 'crashed', detail: event.detail, restart_in_ms: event.delayMs });
      return;
    case 'gave-up':
      terminal.line(paint('alarm', texts('cli.run.gave_up', { crashes: event.crashes })));
      terminal.document({ event: 'gave_up', crashes: event.crashes });
      return;
    case 'stopped':
      return;
  }
}

function shownOn(terminal: Terminal): Pick<LiveFindingsOptions, 'onFinding' | 'onTrouble'> {
  return {
    onFinding: (finding) => {
      terminal.line(findingLine(finding, terminal, 'time'));
      terminal.document({ event: 'finding', finding });
    },
    onTrouble: (error) => terminal.remark(error.in(terminal.texts)),
  };
}
