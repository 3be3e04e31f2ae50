import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configFileFrom, ENV_PREFIX, homeFrom, PLACE_VARIABLES } from '../sidecar/environment.js';
import { writtenPath } from '../sidecar/written-path.js';

/** State folder of the Guardian inside a NanoClaw checkout; NanoClaw keeps `data/` out of git. */
export const STATE_IN_CHECKOUT = join('data', 'traffic-guardian');

/** Variables of .env that concern us; anything else there is none of our business and is not read. */
const OURS = /^(?:export\s+)?(NANOCLAW_(?:TRAFFIC_GUARDIAN_|EGRESS_)\w+)\s*=(.*)$/;

/** Those of them that say where things are. */
const PLACES: ReadonlySet<string> = new Set(Object.values(PLACE_VARIABLES).map((name) => ENV_PREFIX + name));

/**
 * The environment as it counts in a NanoClaw checkout: what the host's process has, then what stands in `.env`, as
 * NanoClaw itself reads it, then our state folder under `data/`. A place in `.env` is relative to the checkout, where
 * NanoClaw starts its host, from wherever it is asked for.
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

/** The state folder that NanoClaw's host will use: the one that `.env` names, or ours under `data/`. */
export function homeIn(root: string): string {
  return homeFrom(environmentOf(root, {}));
}

/** The configuration that NanoClaw's host will use: where `.env` says, or beside our state. */
export function configFileIn(root: string): string {
  return configFileFrom(environmentOf(root, {}));
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
    if (plain !== '') found[name] = PLACES.has(name) ? writtenPath(root, plain) : plain;
  }
  return found;
}
