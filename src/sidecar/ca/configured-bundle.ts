import { GuardianError } from '../../text/guardian-error.js';
import type { Settings } from '../settings.js';
import type { StateFolder } from '../state-folder.js';
import { isNoBundle, usualBundle, writeCaBundle } from './ca-bundle.js';

/**
 * Writes the bundle where the configuration wants it. A name that was mistyped can be that of anything, the sealed key of
 * the CA among it, so only what can be an earlier bundle is replaced; at the usual place nothing else belongs.
 *
 * @throws GuardianError `config.ca_bundle` when something else lies there, or as {@link writeCaBundle}.
 */
export function writeConfiguredBundle(
  { home }: Pick<StateFolder, 'home'>,
  { caBundle: file, trustedCaFiles }: Pick<Settings, 'caBundle' | 'trustedCaFiles'>,
  own: readonly string[],
): void {
  // A bundle that is read into itself would never lose a certificate again.
  const isSource = trustedCaFiles.includes(file);
  if (isSource || (file !== usualBundle(home) && isNoBundle(file, own))) {
    throw new GuardianError({ code: 'config.ca_bundle', args: { file } });
  }
  writeCaBundle(file, own, trustedCaFiles);
}
