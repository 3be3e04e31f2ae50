import { execa } from 'execa';
import type { Home } from '../cli/support/homes.js';
import { environmentOf, program } from '../cli/support/program.js';
import type { SetupView } from '../../src/setup/setup-view.generated.js';

/** Somebody who is led through the walkthrough: runs what it shows, and answers what only a person may answer. */
export class Person {
  readonly #home: Home;
  readonly #options: readonly string[];
  /** What was typed so far in the terminal from which the watched program is started. */
  readonly #terminal: string[] = [];

  constructor(home: Home, options: readonly string[] = []) {
    this.#home = home;
    this.#options = options;
  }

  /** Asks for the next step, or for one by its name. */
  async asks(...args: readonly string[]): Promise<SetupView> {
    const ended = await program(['setup', '--json', ...this.#options, ...args], { home: this.#home });
    if (ended.exitCode !== 0) throw new Error(ended.stdout);
    return JSON.parse(ended.stdout) as SetupView;
  }

  /** Runs the commands of a step where they are to be run, in their order. @returns what each printed. */
  async runs({ step: { commands } }: Pick<SetupView, 'step'>): Promise<string[]> {
    const printed: string[] = [];
    for (const { where, command } of commands) {
      if (where === 'container') this.#terminal.push(command);
      // A terminal that is left open has what was set in it before.
      const script = where === 'container' ? this.#terminal.join(' >/dev/null\n') : command;
      const { all, exitCode } = await execa('bash', ['-c', script], {
        env: environmentOf(undefined, { NANOCLAW_TRAFFIC_GUARDIAN_HOME: '' }),
        extendEnv: false,
        reject: false,
        timeout: 60_000,
        all: true,
      });
      // 5: done, with warnings.
      if (exitCode !== 0 && exitCode !== 5) throw new Error(`${command}: ${exitCode} ${all}`);
      printed.push(all);
    }
    return printed;
  }
}
