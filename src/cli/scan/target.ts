import { suppressionListSchema } from '../../findings/suppression/suppressions.generated.js';
import { GuardianError } from '../../text/guardian-error.js';
import { sayingsOf, validatorOf } from '../../validation/validator.js';
import { hostIn, locationOf } from './case-line.js';
import { DEFAULT_TARGET, directions, type ScanTarget } from './scanner.js';

/** The options that say how a text is looked at, as they were typed. */
export interface TargetOptions {
  readonly direction?: string;
  readonly host?: string;
  readonly location?: string;
}

// A URL would be taken for a stranger's name, and a key at home for one that leaks.
const validateHost = validatorOf<object>({
  type: 'object',
  properties: { '--host': suppressionListSchema.properties.suppressions.items.properties.host },
});

/** @throws GuardianError `cli.usage.*` when an option has no such value. */
export function targetFrom({ direction, host, location }: TargetOptions): ScanTarget {
  const way = directions.find((each) => each === direction);
  if (direction !== undefined && way === undefined) throw new GuardianError({ code: 'cli.usage.direction', args: {} });
  const checked = validateHost({ '--host': host });
  if (!checked.ok)
    throw new GuardianError({ code: 'cli.usage.options', args: { problems: sayingsOf(checked.problems) } });
  return {
    ...DEFAULT_TARGET,
    ...(way === undefined ? {} : { directions: [way] }),
    ...(host === undefined ? {} : { host: hostIn(host) }),
    ...(location === undefined ? {} : { location: locationOf(location) }),
  };
}
