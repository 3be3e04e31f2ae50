import type { CheckResult, Examined, Target, Verdict } from '../../doctor/check.js';
import { examine, worstOf, type Diagnosis } from '../../doctor/examine.js';
import { targetOfFile, targetOfProcess } from '../../doctor/target.js';
import { loadConfig } from '../../sidecar/config.js';
import type { Settings } from '../../sidecar/settings.js';
import type { Status } from '../../sidecar/status.generated.js';
import { GuardianError } from '../../text/guardian-error.js';
import { asOneLine } from '../../text/said.js';
import { render, type Saying } from '../../text/texts.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import type { Shade, Terminal } from '../terminal.js';
import { whyNotRunning } from '../why-not-running.js';
import { printable } from '../../text/printable.js';

interface DoctorOptions {
  readonly pid?: string;
  readonly variables?: string;
}

export function addDoctor({ root, texts, run }: Program): void {
  const command = root
    .command('doctor')
    .summary(texts('cli.doctor.summary', {}))
    .description(texts('cli.doctor.about', {}))
    .option('--pid <PID>', texts('cli.doctor.pid', {}))
    // Not `--env-file`: Node takes that for its own wherever it stands, reads the container's variables into this process
    // (NODE_OPTIONS among them), and ends with 9 where the file is not there. Seen on Node 20, 22 and 24.
    .option('--variables <FILE>', texts('cli.doctor.env_file', {}))
    .addHelpText('after', `\n${texts('cli.doctor.examples', {})}`)
    .action((options: DoctorOptions) => run(command, (context) => diagnose(context, options)));
}

async function diagnose(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const { terminal } = context;
  const diagnoses = await examine(await examinedIn(context, targetIn(options)));
  const worst = worstOf(diagnoses.map(({ result }) => result));
  for (const diagnosis of diagnoses) for (const line of linesOf(diagnosis, terminal)) terminal.line(line);
  terminal.line(terminal.texts(`cli.doctor.${worst === 'skip' ? 'ok' : worst}`, {}));
  terminal.document({ result: worst, checks: diagnoses.map((diagnosis) => shown(diagnosis, terminal)) });
  return EXIT_CODES[worst];
}

const EXIT_CODES = {
  ok: ExitCode.ok,
  skip: ExitCode.ok,
  warn: ExitCode.warnings,
  fail: ExitCode.failure,
} as const satisfies Record<CheckResult, ExitCode>;

/** @throws GuardianError `cli.usage.pid`, or as the process or file cannot be read. */
function targetIn({ pid, variables }: DoctorOptions): Target | undefined {
  if (pid !== undefined && !/^[1-9]\d{0,9}$/.test(pid)) throw new GuardianError({ code: 'cli.usage.pid', args: {} });
  const file = variables === undefined ? undefined : targetOfFile(variables);
  if (pid === undefined) return file;
  const process = targetOfProcess(Number(pid));
  // A file says what a container was given; its process says where its network leads.
  return { ...process, ...file };
}

async function examinedIn(context: Context, target: Target | undefined): Promise<Examined> {
  const { env, state, configFile, guardian } = context;
  let settings: Settings | undefined;
  let configProblem: string | undefined;
  try {
    ({ settings } = loadConfig(configFile, state.home, env));
  } catch (error) {
    if (!(error instanceof GuardianError)) throw error;
    configProblem = error.in(context.terminal.texts);
  }
  let status: Status | undefined;
  let beingStarted: Saying | undefined;
  let statusProblem: Saying | undefined;
  try {
    status = await guardian.status().catch((error: unknown) => whyNotRunning(error, context));
  } catch (error) {
    const saying = error instanceof GuardianError ? error.saying : undefined;
    switch (saying?.code) {
      case 'supervisor.restarting':
      case 'supervisor.starting':
        beingStarted = saying;
        break;
      // That nobody starts it again is for `stale_state` to say.
      case 'control.not_running':
      case 'supervisor.gave_up':
        break;
      default:
        statusProblem = saying;
    }
  }
  const now = new Date();
  return { env, state, configFile, settings, configProblem, status, statusProblem, beingStarted, target, now };
}

const SHADES = { ok: 'faint', skip: 'faint', warn: 'yellow', fail: 'alarm' } as const satisfies Record<
  CheckResult,
  Shade
>;

function linesOf({ code, verdicts }: Diagnosis, { texts, paint }: Terminal): string[] {
  return verdicts.flatMap(({ result, message, remedy }) => [
    `${paint(SHADES[result], result.padEnd(5))} ${code.padEnd(16)} ${printable(asOneLine(render(texts, message)))}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(23)}${printable(render(texts, remedy))}`]),
  ]);
}

function shown({ code, result, verdicts }: Diagnosis, { texts }: Terminal): object {
  const each = ({ result: one, message, remedy }: Verdict): object => ({
    code: message.code,
    result: one,
    message: render(texts, message),
    ...(remedy === undefined ? {} : { remedy: render(texts, remedy) }),
  });
  return { code, result, details: verdicts.map(each) };
}
