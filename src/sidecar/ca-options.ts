import { writeConfiguredBundle } from './ca/configured-bundle.js';
import type { RunningCaOptions } from './ca/running-ca.js';
import type { Configuration } from './configuration.js';
import { passphraseFileFrom } from './environment.js';
import { withGatewayCa } from './gateway-ca.js';
import type { StateFolder } from './state-folder.js';

/** The bundle follows the configuration that is in use when it is written. */
export function caOptionsOf(
  state: StateFolder,
  configuration: Configuration,
  env: NodeJS.ProcessEnv,
): RunningCaOptions {
  return {
    state,
    passphraseFile: passphraseFileFrom(env),
    get validDays() {
      return configuration.settings.httpsInspection.caDays;
    },
    bundle: (certificates) => {
      const { caBundle, trustedCaFiles } = configuration.settings;
      writeConfiguredBundle(
        state,
        { caBundle, trustedCaFiles: withGatewayCa(state.home, trustedCaFiles) },
        certificates,
      );
    },
  };
}
