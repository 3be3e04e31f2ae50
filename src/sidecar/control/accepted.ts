import { GuardianError } from '../../text/guardian-error.js';
import { sayingsOf, validatorOf, type Validated } from '../../validation/validator.js';

/** Arguments of a method that takes none. */
export const validateNothing = validatorOf<object>({ type: 'object', additionalProperties: false, properties: {} });

/** Arguments that were validated. @throws GuardianError `control.invalid` that names every problem. */
export function accepted<T>(checked: Validated<T>): T {
  if (checked.ok) return checked.value;
  const problems = sayingsOf(checked.problems);
  throw new GuardianError({ code: 'control.invalid', args: { problems } });
}
