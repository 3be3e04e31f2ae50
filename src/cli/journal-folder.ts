import { join } from 'node:path';
import { loadConfig } from '../sidecar/config.js';
import type { Context } from './context.js';

/** Where the findings of this installation are, whether the Traffic Guardian runs or not. */
export function journalFolder({ configFile, state, env }: Context): string {
  return join(loadConfig(configFile, state.home, env).settings.logDir, 'findings');
}
