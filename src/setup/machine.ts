import { dirname, join, resolve } from 'node:path';
import { recognise } from '../install/checkout.js';
import { STATE_IN_CHECKOUT } from '../nanoclaw/place.js';
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

/** The state folder of a NanoClaw checkout. */
export function homeIn(checkout: string): string {
  return join(resolve(checkout), STATE_IN_CHECKOUT);
}

/** The NanoClaw checkout that a state folder belongs to; undefined when it belongs to none. */
export function checkoutOf(home: string): string | undefined {
  const root = dirname(dirname(home));
  if (homeIn(root) !== home) return undefined;
  try {
    return recognise(root).root;
  } catch {
    // Whatever else has such a folder is not for us to judge; the step that installs says what is missing.
    return undefined;
  }
}
