import { writeConfiguredBundle } from '../sidecar/ca/configured-bundle.js';
import type { RunningCaOptions } from '../sidecar/ca/running-ca.js';
import { loadConfig } from '../sidecar/config.js';
import { passphraseFileFrom } from '../sidecar/environment.js';
import type { Settings } from '../sidecar/settings.js';
import type { Context } from './context.js';

/** The CA of a state folder as its configuration and the environment want it. Nothing is read of the CA itself. */
export function caOptionsOf({ state, configFile, env }: Context): { settings: Settings; options: RunningCaOptions } {
  const { settings } = loadConfig(configFile, state.home, env);
  return {
    settings,
    options: {
      state,
      passphraseFile: passphraseFileFrom(env),
      validDays: settings.httpsInspection.caDays,
      bundle: (certificates) => writeConfiguredBundle(state, settings, certificates),
    },
  };
}
