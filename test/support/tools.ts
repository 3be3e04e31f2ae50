import { test } from '@jest/globals';
import { runSync } from './run.js';

/** Whether a program is there to be run, for those that have no harmless way to be asked. */
export function isInstalled(name: string): boolean {
  return runSync('sh', ['-c', 'command -v -- "$0"', name], { reject: false }).exitCode === 0;
}

/** Whether a program is installed on this machine and runs. */
export function hasTool(name: string, args: readonly string[] = ['--version']): boolean {
  return runSync(name, [...args], { reject: false }).exitCode === 0;
}

/** A test that needs a program or another thing: skipped, with its reason printed, on a machine without it. */
export function testWith(available: boolean, what: string): typeof test {
  if (available) return test;
  console.log(`skipped: this machine has no ${what}`);
  return test.skip as typeof test;
}
