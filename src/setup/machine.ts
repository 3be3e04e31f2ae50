import { dirname } from 'node:path';
import { recognise } from '../install/checkout.js';
import { environmentOf, homeIn } from '../nanoclaw/place.js';
import { ENV_PREFIX, PLACE_VARIABLES } from '../sidecar/environment.js';
import type { StateFolder } from '../sidecar/state-folder.js';

/** Where the walkthrough runs and what it is about. */
export interface SetupMachine {
  readonly env: NodeJS.ProcessEnv;
  readonly state: StateFolder;
  readonly configFile: string;
  /** How this program is called in a shell, with the options that name its state folder and configuration. */
  readonly program: string;
  /** The same for the walkthrough itself, with the checkout where it would not find that by itself. */
  readonly walkthrough: string;
  /** The checkout whose containers are watched; undefined when it is a program of this machine. */
  readonly nanoclaw: string | undefined;
}

/** The environment as it counts in a checkout that is named, with the state folder that its host will use. */
export function environmentIn(root: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...environmentOf(root, env), [ENV_PREFIX + PLACE_VARIABLES.home]: homeIn(root) };
}

/**
 * The NanoClaw checkout that a state folder belongs to; undefined when it belongs to none.
 *
 * @param likely Checkouts whose `.env` may name the folder, wherever it lies. Beside them the one around it counts.
 */
export function checkoutOf(home: string, likely: readonly string[]): string | undefined {
  const root = [dirname(dirname(home)), ...likely].find((each) => homeIn(each) === home);
  if (root === undefined) return undefined;
  try {
    return recognise(root).root;
  } catch {
    // Whatever else has such a folder is not for us to judge; the step that installs says what is missing.
    return undefined;
  }
}
