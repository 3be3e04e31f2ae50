import { execa } from 'execa';
import { GuardianError } from '../../text/guardian-error.js';
import { messageOf } from '../../text/unknown-error.js';

/** The program by which each system opens a file in what its owner uses for it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};

/**
 * Opens a file in the browser and does not wait for that to end.
 *
 * @param file Absolute, so that it cannot be taken for an option.
 * @throws GuardianError `report.open_failed`.
 */
export async function openPage(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  try {
    await execa(program, [...args, file], { env, stdio: 'ignore', timeout: 10_000 });
  } catch (error) {
    const reason = messageOf(error).split('\n', 1)[0] ?? '';
    throw new GuardianError({ code: 'report.open_failed', args: { program, reason } });
  }
}
