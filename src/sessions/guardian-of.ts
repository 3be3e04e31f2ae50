import { existsSync, realpathSync } from 'node:fs';
import { environmentOf, homeIn } from '../nanoclaw/place.js';
import { loadConfig } from '../sidecar/config.js';
import { configFileFrom, ENV_PREFIX, homeFrom, PLACE_VARIABLES } from '../sidecar/environment.js';
import type { Settings } from '../sidecar/settings.js';
import { stateFolderAt, type StateFolder } from '../sidecar/state-folder.js';
import { GuardianError } from '../text/guardian-error.js';

/** Whose journal takes what is found in a checkout. */
export interface GuardianOfCheckout {
  /** The checkout, without links. */
  readonly root: string;
  readonly state: StateFolder;
  readonly settings: Settings;
}

/**
 * The Traffic Guardian that is installed in a checkout, unless the operator names another; the operator's own where none is
 * installed, because nothing is to appear in a checkout that does not know us.
 *
 * @param env With the places that the command line named.
 * @throws GuardianError `install.not_nanoclaw` when there is no such folder, or as the configuration does.
 */
export function guardianOf(folder: string, env: NodeJS.ProcessEnv): GuardianOfCheckout {
  if (!existsSync(folder)) throw new GuardianError({ code: 'install.not_nanoclaw', args: { folder } });
  const root = realpathSync(folder);
  const isNamed = (env[ENV_PREFIX + PLACE_VARIABLES.home] ?? '') !== '';
  const isInstalled = existsSync(homeIn(root));
  const places = !isNamed && isInstalled ? environmentOf(root, env) : env;
  const home = homeFrom(places);
  const { settings } = loadConfig(configFileFrom(places), home, places);
  return { root, state: stateFolderAt(home), settings };
}
