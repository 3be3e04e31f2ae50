import { GuardianError } from '../../text/guardian-error.js';
import { englishTexts } from '../../text/texts.js';
import { describeProblems, validatorOf, type Validated } from '../../validation/validator.js';

/** Arguments of a method that takes none. */
export const validateNothing = validatorOf<object>({ type: 'object', additionalProperties: false, properties: {} });

/** Arguments that were validated. @throws GuardianError `control.invalid` that names every problem. */
export function accepted<T>(checked: Validated<T>): T {
  if (checked.ok) return checked.value;
  const problems = describeProblems(checked.problems, englishTexts);
  throw new GuardianError({ code: 'control.invalid', args: { problems } });
}
