import { Command, CommanderError, Option } from 'commander';
import { ControlError } from '../sidecar/control/client.js';
import { version } from '../sidecar/version.js';
import { GuardianError } from '../text/guardian-error.js';
import { englishTexts, type Texts } from '../text/texts.js';
import { messageOf } from '../text/unknown-error.js';
import { addAgents } from './commands/agents.js';
import { addAudit } from './commands/audit.js';
import { addCa } from './commands/ca.js';
import { addCanary } from './commands/canary.js';
import { addCheckConfig } from './commands/check-config.js';
import { addDemo } from './commands/demo.js';
import { addExplain } from './commands/explain.js';
import { addDigest } from './commands/digest.js';
import { addDoctor } from './commands/doctor.js';
import { addFindings } from './commands/findings.js';
import { addFleet } from './commands/fleet.js';
import { addInstall, addUninstall } from './commands/install.js';
import { addMcp } from './commands/mcp.js';
import { addPosture } from './commands/posture.js';
import { addMetrics } from './commands/metrics.js';
import { addPause } from './commands/pause.js';
import { addReload } from './commands/reload.js';
import { addReport } from './commands/report.js';
import { addResume } from './commands/resume.js';
import { addRun } from './commands/run.js';
import { addScan } from './commands/scan.js';
import { addSetup } from './commands/setup.js';
import { addScanSessions } from './commands/scan-sessions.js';
import { addStart } from './commands/start.js';
import { addStatus } from './commands/status.js';
import { addStop } from './commands/stop.js';
import { addSupervise } from './commands/supervise.js';
import { addSuppress } from './commands/suppress.js';
import { addWatch } from './commands/watch.js';
import { contextOf, type Context, type GlobalOptions } from './context.js';
import { codeOfFailure, ExitCode, exitCodeOf } from './exit-code.js';
import { localeTyped, speechFor } from './language.js';
import { Terminal } from './terminal.js';
import { wrongUsage } from './wrong-usage.js';

/** What a command is added to the program with. */
export interface Program {
  readonly texts: Texts;
  /** The program itself, or the command whose part it is to be. */
  readonly root: Command;
  /** Runs a command's work: its context is put together, its errors are shown, its exit code is kept. */
  readonly run: (command: Command, work: (context: Context) => ExitCode | Promise<ExitCode>) => Promise<void>;
}

/** Runs the program on a command line (without the names of Node and the file) and returns its exit code. */
export async function runProgram(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { help: texts, said, guidance } = speechFor(argv, environment);
  // A command line that cannot be understood is answered in the form that it asks for all the same.
  const json = argv.includes('--json');
  // Programs read codes; the sentence beside a code is the one that can be searched for.
  const terminal = new Terminal(json ? englishTexts : said, json, environment);
  let shownHelp = '';
  const root = rootCommand(texts, (help) => (shownHelp += help));
  let exit: ExitCode = ExitCode.ok;
  const program: Program = {
    texts,
    root,
    run: async (command, work) => {
      exit = await work(contextOf(command.optsWithGlobals<GlobalOptions>(), environment, terminal));
    },
  };
  for (const add of [
    addRun,
    addStart,
    addStop,
    addStatus,
    addReload,
    addPause,
    addResume,
    addFindings,
    addDigest,
    addReport,
    addFleet,
    addMetrics,
    addDoctor,
    addAgents,
    addCa,
    addAudit,
    addPosture,
    addCheckConfig,
    addScan,
    addScanSessions,
    addExplain,
    addWatch,
    addCanary,
    addSuppress,
    addSetup,
    addDemo,
    addMcp,
    addInstall,
    addUninstall,
    addSupervise,
  ]) {
    add(program);
  }
  try {
    await root.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    return failed(error, root, argv, terminal);
  } finally {
    const remark = json ? undefined : guidance(shownHelp);
    if (remark !== undefined) terminal.remark(remark);
  }
}

/** @param onHelp Told of what is printed by the command line's own parser: help and version. */
function rootCommand(texts: Texts, onHelp: (text: string) => void): Command {
  const root = new Command('traffic-guardian');
  return (
    root
      .description(texts('cli.about', {}))
      .version(version, '-V, --version', texts('cli.option.version', {}))
      .option('--home <DIR>', texts('cli.option.home', {}))
      .option('--config <FILE>', texts('cli.option.config', {}))
      .option('--json', texts('cli.option.json', {}))
      .addOption(new Option('--locale <TAG>', texts('cli.option.locale', {})).argParser(localeTyped))
      .helpOption('-h, --help', texts('cli.option.help', {}))
      .helpCommand(false)
      .showSuggestionAfterError(false)
      .addHelpText('afterAll', `\n${texts('cli.exit_codes', {})}`)
      .configureHelp({
        showGlobalOptions: true,
        // The program's own; Commander would also name those of a group, which its commands do not take.
        visibleGlobalOptions: (command) => root.options.filter(() => command !== root),
        styleTitle: (title) => headingOf(title, texts),
      })
      // Errors are said in our own words, and where --json wants them.
      .configureOutput({
        writeOut: (text) => (onHelp(text), void process.stdout.write(text)),
        writeErr: () => undefined,
      })
      .exitOverride()
  );
}

/** Commander's headings in our words. */
function headingOf(title: string, texts: Texts): string {
  switch (title) {
    case 'Usage:':
      return texts('cli.heading.usage', {});
    case 'Arguments:':
      return texts('cli.heading.arguments', {});
    case 'Options:':
      return texts('cli.heading.options', {});
    case 'Global Options:':
      return texts('cli.heading.global_options', {});
    case 'Commands:':
      return texts('cli.heading.commands', {});
    default:
      return title;
  }
}

function failed(error: unknown, root: Command, argv: readonly string[], terminal: Terminal): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.ok;
  if (error instanceof CommanderError && error.code === 'commander.help' && !terminal.json) {
    root.outputHelp();
    return ExitCode.usage;
  }
  const shown = error instanceof CommanderError ? wrongUsage(error, root, argv) : error;
  const code = codeOfFailure(shown);
  const message =
    shown instanceof GuardianError || shown instanceof ControlError
      ? shown.in(terminal.texts)
      : code === 'cli.internal'
        ? terminal.texts('cli.internal', { reason: messageOf(shown) })
        : messageOf(shown);
  terminal.failure(code, message);
  return exitCodeOf(code);
}
