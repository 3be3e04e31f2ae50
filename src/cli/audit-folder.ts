import { join } from 'node:path';
import { loadConfig } from '../sidecar/config.js';
import type { Context } from './context.js';

/** Where the audit log of a state folder lies. @throws GuardianError when the configuration cannot be read. */
export function auditFolderOf({ configFile, state, env }: Context): string {
  return join(loadConfig(configFile, state.home, env).settings.logDir, 'audit');
}
