import { execaSync } from 'execa';
import { test } from '@jest/globals';

/** Whether a program is there to be run, for those that have no harmless way to be asked. */
export function isInstalled(name: string): boolean {
  return execaSync('sh', ['-c', 'command -v -- "$0"', name], { reject: false }).exitCode === 0;
}

/** Whether a program is installed on this machine and runs. */
export function hasTool(name: string, args: readonly string[] = ['--version']): boolean {
  return execaSync(name, [...args], { reject: false }).exitCode === 0;
}

/** A test that needs a program: skipped, with its reason printed, on a machine without it. */
export function testWith(available: boolean, what: string): typeof test {
  if (available) return test;
  console.log(`skipped: ${what} is not installed here`);
  return test.skip as typeof test;
}
