import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENV_PREFIX, PLACE_VARIABLES } from '../sidecar/environment.js';
import { writtenPath } from '../sidecar/written-path.js';

/** State folder of the Guardian inside a NanoClaw checkout; NanoClaw keeps `data/` out of git. */
export const STATE_IN_CHECKOUT = join('data', 'traffic-guardian');

/** Variables of .env that concern us; anything else there is none of our business and is not read. */
const OURS = /^(?:export\s+)?(NANOCLAW_(?:TRAFFIC_GUARDIAN_|EGRESS_)\w+)\s*=\s*(.*)$/;

/**
 * The environment as it counts in a NanoClaw checkout: what the host's process has, then what stands in `.env`, as
 * NanoClaw itself reads it, then our state folder under `data/`.
 *
 * @param root The checkout.
 */
export function environmentOf(root: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    [ENV_PREFIX + PLACE_VARIABLES.home]: join(root, STATE_IN_CHECKOUT),
    ...fileVariables(root),
    ...notEmpty(env),
  };
}

/** The configuration that NanoClaw's host will use, which it starts in its checkout: where `.env` says, or beside our state. */
export function configFileIn(root: string): string {
  const env = environmentOf(root, {});
  const file = env[ENV_PREFIX + PLACE_VARIABLES.config];
  if (file !== undefined) return writtenPath(root, file);
  return join(writtenPath(root, env[ENV_PREFIX + PLACE_VARIABLES.home] ?? STATE_IN_CHECKOUT), 'config.json');
}

/** NanoClaw takes an empty variable as one that is not set. */
function notEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}

function fileVariables(root: string): NodeJS.ProcessEnv {
  let text: string;
  try {
    text = readFileSync(join(root, '.env'), 'utf8');
  } catch {
    return {};
  }
  const found: NodeJS.ProcessEnv = {};
  for (const line of text.split('\n')) {
    const [, name, value] = OURS.exec(line.trim()) ?? [];
    if (name === undefined || value === undefined) continue;
    const plain = /^(["'])(.*)\1$/.exec(value.trim())?.[2] ?? value.trim();
    if (plain !== '') found[name] = plain;
  }
  return found;
}
