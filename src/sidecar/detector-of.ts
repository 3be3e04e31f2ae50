import { Detector } from '../detect/detector.js';
import { enabledRules } from '../detect/groups.js';
import { catalogue } from '../detect/rules/catalogue.generated.js';
import { WatchList } from '../detect/watch/watch-list.js';
import type { Settings } from './settings.js';
import type { StateFolder } from './state-folder.js';
import { canaryEntries, loadCanaries } from './watch/canary-store.js';
import { readWatchedFiles } from './watch/watched-files.js';

/**
 * The detector of an installation, for texts that lie somewhere: the rules, watched secrets and canaries with which its
 * sidecar looks at those that pass. Nothing is written.
 *
 * @throws GuardianError as the canaries do.
 */
export function detectorOf({ watch, groups }: Settings, state: StateFolder, fingerprintKey: Buffer): Detector {
  const entries = [...readWatchedFiles(watch, fingerprintKey).entries, ...canaryEntries(loadCanaries(state))];
  return new Detector(enabledRules(catalogue, groups), fingerprintKey, {
    watch: new WatchList(fingerprintKey, { entries }),
  });
}
