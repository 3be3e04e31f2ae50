import { basename, dirname } from 'node:path';
import { recognise } from '../install/checkout.js';
import type { StateFolder } from '../sidecar/state-folder.js';

/** Where the walkthrough runs and what it is about. */
export interface SetupMachine {
  readonly env: NodeJS.ProcessEnv;
  readonly state: StateFolder;
  readonly configFile: string;
  /** How this program is called in a shell, with the options that name its state folder. */
  readonly program: string;
  /** The checkout whose containers are watched; undefined when it is a program of this machine. */
  readonly nanoclaw: string | undefined;
}

/** The NanoClaw checkout that a state folder belongs to; undefined when it belongs to none. */
export function checkoutOf(home: string): string | undefined {
  if (basename(home) !== 'traffic-guardian' || basename(dirname(home)) !== 'data') return undefined;
  const root = dirname(dirname(home));
  try {
    return recognise(root).root;
  } catch {
    // Whatever else has such a folder is not for us to judge; the step that installs says what is missing.
    return undefined;
  }
}
