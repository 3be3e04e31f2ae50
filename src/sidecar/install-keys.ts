import { hkdfSync, randomBytes } from 'node:crypto';
import { GuardianError } from '../text/guardian-error.js';
import { createPrivateFile, readIfThere, type StateFolder } from './state-folder.js';

/** Keys of this installation. They are made once and never leave the host. */
export interface InstallKeys {
  /** Proxy credentials of agent groups. */
  readonly credentials: Buffer;
  /** Fingerprints of what was matched. */
  readonly fingerprints: Buffer;
  /** Upstream proxies of agent groups, which are encrypted at rest. */
  readonly upstreams: Buffer;
  /** Digests of configurations, which may hold a password. */
  readonly configs: Buffer;
  /** The copy of the configuration in use, which is encrypted at rest. */
  readonly keptConfig: Buffer;
  /** Seed of the Ed25519 key that postures are signed with. */
  readonly postures: Buffer;
  /** The token that metrics are served for. */
  readonly metrics: Buffer;
}

const KEY_BYTES = 32;

/**
 * Loads the installation's key, making it on the first start. Each use has its own key, derived by HKDF (RFC 5869), so
 * that one use cannot be turned against another.
 *
 * @throws GuardianError `state.key_damaged` when the file has the wrong size: a new one would change every credential,
 *   which the operator has to decide.
 */
export function loadInstallKeys(state: StateFolder): InstallKeys {
  let root = readIfThere(state.installKey);
  if (root === undefined) {
    const made = randomBytes(KEY_BYTES);
    // Of two that start at once, both go on with the key of the one that was first.
    root = createPrivateFile(state.installKey, made) ? made : (readIfThere(state.installKey) ?? made);
  }
  if (root.length !== KEY_BYTES) {
    throw new GuardianError({ code: 'state.key_damaged', args: { file: state.installKey } });
  }
  const secret = root;
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `traffic-guardian/${use}/v1`, KEY_BYTES));
  const keys = {
    credentials: derive('credentials'),
    fingerprints: derive('fingerprints'),
    upstreams: derive('upstreams'),
    configs: derive('configs'),
    keptConfig: derive('kept-config'),
    postures: derive('postures'),
    metrics: derive('metrics'),
  };
  root.fill(0);
  return keys;
}
