import type { Fleet } from '../../../fleet/fleet-connection.js';
import { loadConfig } from '../../../sidecar/config.js';
import { GuardianError } from '../../../text/guardian-error.js';
import type { Context } from '../../context.js';

/**
 * Does something with the fleet of the configuration. What speaks to brokers is loaded only now, here and in the commands:
 * the others begin a third of a second earlier without it.
 *
 * @throws GuardianError `config.no_fleet`, `fleet.unreachable`
 */
export async function onFleet<T>({ configFile, state, env }: Context, work: (fleet: Fleet) => Promise<T>): Promise<T> {
  const { reader } = loadConfig(configFile, state.home, env).settings.fleet;
  if (reader === undefined) throw new GuardianError({ code: 'config.no_fleet', args: {} });
  const { withFleet } = await import('../../../fleet/fleet-connection.js');
  return withFleet(reader, work);
}

/** A whole number that was typed for an option. @throws GuardianError `cli.usage.whole_number` */
export function wholeNumber(option: string, text: string, maximum: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= maximum) return value;
  throw new GuardianError({ code: 'cli.usage.whole_number', args: { option, maximum } });
}
