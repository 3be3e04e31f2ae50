import { fileURLToPath } from 'node:url';
import { environmentOf } from '../nanoclaw/place.js';
import { ENV_PREFIX, PLACE_VARIABLES } from '../sidecar/environment.js';

/** Where the program lies when it was installed into a NanoClaw checkout. */
const INSTALLED = /^(.*)[/\\]\.claude[/\\]skills[/\\]add-traffic-guardian[/\\]payload[/\\]cli[/\\][^/\\]+$/;

/**
 * Installed in a NanoClaw checkout, the program means the Guardian of that checkout unless it is told otherwise: with the
 * variables of its `.env`, as NanoClaw's host reads them, or it would look into another folder than the host writes to.
 *
 * @param program URL of the running program.
 */
export function withInstalledHome(env: NodeJS.ProcessEnv, program: string): NodeJS.ProcessEnv {
  const root = installedIn(program);
  if (root === undefined || (env[ENV_PREFIX + PLACE_VARIABLES.home] ?? '') !== '') return env;
  return environmentOf(root, env);
}

/** The checkout into which a program was installed; undefined for one that lies elsewhere. */
export function installedIn(program: string): string | undefined {
  return INSTALLED.exec(fileURLToPath(program))?.[1];
}
