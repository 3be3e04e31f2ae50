import { Detector } from '../detect/detector.js';
import { enabledRules } from '../detect/groups.js';
import { catalogue } from '../detect/rules/catalogue.generated.js';
import { WatchList } from '../detect/watch/watch-list.js';
import type { InstallKeys } from './install-keys.js';
import { fingerprintKeyOf } from './sending/fleet-key.js';
import type { Settings } from './settings.js';
import type { StateFolder } from './state-folder.js';
import { canaryEntries, loadCanaries } from './watch/canary-store.js';
import { readWatchedFiles } from './watch/watched-files.js';

/**
 * The detector of an installation, for texts that lie somewhere: the rules, watched secrets and canaries with which its
 * sidecar looks at those that pass. Nothing is written.
 *
 * @throws GuardianError as the canaries and the key of a fleet do.
 */
export function detectorOf(settings: Settings, state: StateFolder, keys: Pick<InstallKeys, 'fingerprints'>): Detector {
  const { watch, groups } = settings;
  const { fingerprints } = keys;
  const entries = [...readWatchedFiles(watch, fingerprints).entries, ...canaryEntries(loadCanaries(state))];
  return new Detector(enabledRules(catalogue, groups), fingerprintKeyOf(settings, keys), {
    watch: new WatchList(fingerprints, { entries }),
  });
}
