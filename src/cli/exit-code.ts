import { ControlError } from '../sidecar/control/client.js';
import { GuardianError } from '../text/guardian-error.js';
import { StartFailure } from '../host/start-failure.js';

/** How the program ends. `--help` says the same to people. */
export const ExitCode = {
  /** Done, and what was asked for is so. */
  ok: 0,
  /** Something failed. */
  failure: 1,
  /** The command line or a configuration is wrong; nothing was done. */
  usage: 2,
  /** The Traffic Guardian is not running. */
  notRunning: 3,
  /** The Traffic Guardian is running already. */
  alreadyRunning: 4,
  /** Done; something wants attention. */
  warnings: 5,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The stable code of anything that was thrown; a start that failed has the code of its reason. */
export function codeOfFailure(error: unknown): string {
  if (error instanceof StartFailure) return error.reasonCode;
  if (error instanceof GuardianError || error instanceof ControlError) return error.code;
  return 'cli.internal';
}

/** Codes of a Traffic Guardian that is down, for whatever reason. */
const NOT_RUNNING = new Set([
  'control.not_running',
  'supervisor.restarting',
  'supervisor.starting',
  'supervisor.gave_up',
]);

/** What was named is not what can be installed into. */
const WRONG_CHECKOUT = new Set([
  'install.not_nanoclaw',
  'install.unknown_shape',
  'install.unknown_group',
  'install.skill_is_checkout',
]);

/** The exit code that belongs to the stable code of an error. */
export function exitCodeOf(code: string): ExitCode {
  if (NOT_RUNNING.has(code)) return ExitCode.notRunning;
  if (code === 'sidecar.already_running' || code === 'sessions.already_running') return ExitCode.alreadyRunning;
  if (code.startsWith('config.') || code.startsWith('cli.usage') || WRONG_CHECKOUT.has(code)) return ExitCode.usage;
  if (/^(?:canary|suppress|setup)\./.test(code)) return ExitCode.usage;
  return /^journal\.(?:query|time|cursor)_/.test(code) ? ExitCode.usage : ExitCode.failure;
}
