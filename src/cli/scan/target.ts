import { GuardianError } from '../../text/guardian-error.js';
import { locationOf } from './case-line.js';
import { DEFAULT_TARGET, directions, type ScanTarget } from './scanner.js';

/** The options that say how a text is looked at, as they were typed. */
export interface TargetOptions {
  readonly direction?: string;
  readonly host?: string;
  readonly location?: string;
}

/** @throws GuardianError `cli.usage.*` when an option has no such value. */
export function targetFrom({ direction, host, location }: TargetOptions): ScanTarget {
  const way = directions.find((each) => each === direction);
  if (direction !== undefined && way === undefined) throw new GuardianError({ code: 'cli.usage.direction', args: {} });
  return {
    ...DEFAULT_TARGET,
    ...(way === undefined ? {} : { directions: [way] }),
    ...(host === undefined ? {} : { host }),
    ...(location === undefined ? {} : { location: locationOf(location) }),
  };
}
