import { readFileSync } from 'node:fs';
import { GuardianError } from '../text/guardian-error.js';
import { messageOf } from '../text/unknown-error.js';
import type { Target } from './check.js';

/**
 * The variables that a process was started with, from Linux' /proc (proc_pid_environ(5)).
 *
 * @throws GuardianError `doctor.no_process`
 */
export function targetOfProcess(pid: number): Target {
  return { variables: variablesIn(read(`/proc/${pid}/environ`, String(pid)), '\0'), pid };
}

/**
 * The variables in a file of `NAME=value` lines, as `docker run --env-file` reads it and `env` prints it.
 *
 * @throws GuardianError `doctor.no_env_file`
 */
export function targetOfFile(file: string): Target {
  return { variables: variablesIn(read(file), '\n') };
}

function read(file: string, pid?: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = messageOf(error);
    throw new GuardianError(
      pid === undefined
        ? { code: 'doctor.no_env_file', args: { file, reason } }
        : { code: 'doctor.no_process', args: { pid, reason } },
    );
  }
}

function variablesIn(text: string, separator: string): Record<string, string> {
  const pairs = text
    .split(separator)
    .map((line) => /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/s.exec(line.replace(/\r$/, '')))
    .flatMap((match) => (match === null ? [] : [[match[1] ?? '', unquoted(match[2] ?? '')] as const]));
  return Object.fromEntries(pairs);
}

function unquoted(value: string): string {
  return /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
}
