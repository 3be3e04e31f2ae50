import { withFleet, type Fleet } from '../../../fleet/fleet-connection.js';
import { loadConfig } from '../../../sidecar/config.js';
import { GuardianError } from '../../../text/guardian-error.js';
import type { Context } from '../../context.js';
import { timeFrom } from '../../words/time-from.js';

/** Does something with the fleet of the configuration. @throws GuardianError `config.no_fleet`, `fleet.unreachable` */
export function onFleet<T>({ configFile, state, env }: Context, work: (fleet: Fleet) => Promise<T>): Promise<T> {
  const { reader } = loadConfig(configFile, state.home, env).settings.fleet;
  if (reader === undefined) throw new GuardianError({ code: 'config.no_fleet', args: {} });
  return withFleet(reader, work);
}

/** The time that was typed for `--since`. @throws GuardianError `cli.usage.time` */
export function sinceFrom(text: string): Date {
  const at = timeFrom(text, new Date());
  if (at === undefined) throw new GuardianError({ code: 'cli.usage.time', args: { option: '--since' } });
  return new Date(at);
}

/** A whole number that was typed for an option. @throws GuardianError `cli.usage.number` */
export function wholeNumber(option: string, text: string, maximum: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= maximum) return value;
  throw new GuardianError({ code: 'cli.usage.whole_number', args: { option, maximum } });
}
