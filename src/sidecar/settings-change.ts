import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../validation/record.js';
import type { Settings } from './settings.js';

/** What a new configuration comes to in a running sidecar. */
export interface SettingsChange {
  /** What is in effect now: the new settings, and the old ones of what needs a restart. */
  readonly settings: Settings;
  /** Names of settings that were changed and are in effect. */
  readonly changed: readonly string[];
  /** Names of settings that were changed and wait for a restart. */
  readonly restartNeeded: readonly string[];
}

/**
 * Compares what is in use with what is wanted. What others have built on waits for a restart: containers have the port,
 * the bundle is mounted, the journal has its folder and its bounds. Everything else is in effect from the next
 * connection on; how a fleet is read concerns the commands that read it, which take it from the file.
 */
export function settingsChange(current: Settings, next: Settings): SettingsChange {
  const { listen, logDir, caBundle, findings, audit, logs, metrics } = current;
  const fleet = { ...next.fleet, key: current.fleet.key };
  const settings = { ...next, listen, logDir, caBundle, findings, audit, logs, metrics, fleet };
  return {
    settings,
    changed: differing(named(current), named(settings)),
    restartNeeded: differing(named(settings), named(next)),
  };
}

/** Settings with each sink under the name that the configuration has for it; what of a sink differs is not told. */
function named({ sinks: { host, plans }, ...settings }: Settings): object {
  return { ...settings, sinks: { host, ...Object.fromEntries(plans.map((plan) => [plan.id, [plan]])) } };
}

/** Names of settings, those of a group by `group.name`. */
function differing(one: object, other: object, prefix = ''): string[] {
  const before = new Map<string, unknown>(Object.entries(one));
  const after = new Map<string, unknown>(Object.entries(other));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [value, counterpart] = [before.get(name), after.get(name)];
    if (isDeepStrictEqual(value, counterpart)) return [];
    return isRecord(value) && isRecord(counterpart)
      ? differing(value, counterpart, `${prefix}${name}.`)
      : [prefix + name];
  });
}
