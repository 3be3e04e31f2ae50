import { writeCaBundle } from '../sidecar/ca/ca-bundle.js';
import type { RunningCaOptions } from '../sidecar/ca/running-ca.js';
import { loadConfig } from '../sidecar/config.js';
import { passphraseFileFrom } from '../sidecar/environment.js';
import type { Settings } from '../sidecar/settings.js';
import type { Context } from './context.js';

/** The CA of a state folder as its configuration and the environment want it. Nothing is read of the CA itself. */
export function caOptionsOf({ state, configFile, env }: Context): { settings: Settings; options: RunningCaOptions } {
  const { settings } = loadConfig(configFile, state.home, env);
  const { caBundle, trustedCaFiles, httpsInspection } = settings;
  return {
    settings,
    options: {
      state,
      passphraseFile: passphraseFileFrom(env),
      validDays: httpsInspection.caDays,
      bundle: (certificates) => void writeCaBundle(caBundle, certificates, trustedCaFiles),
    },
  };
}
