import { loadConfig } from '../sidecar/config.js';
import { configFileFrom, homeFrom } from '../sidecar/environment.js';

/** Time that a stop may take beside draining, in milliseconds. */
const BESIDE_DRAINING_MS = 30_000;

/** Milliseconds in which a sidecar that was asked to stop has to be gone: connections and the observer each may drain. */
export function stopBoundMs(env: Readonly<Record<string, string | undefined>>): number {
  return BESIDE_DRAINING_MS + 2 * drainTimeoutMs(env);
}

function drainTimeoutMs(env: Readonly<Record<string, string | undefined>>): number {
  try {
    return loadConfig(configFileFrom(env), homeFrom(env), env).settings.limits.drainTimeoutMs;
  } catch {
    // A configuration that was broken meanwhile keeps nobody from stopping.
    return 0;
  }
}
