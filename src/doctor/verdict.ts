import type { Saying } from '../text/texts.js';
import type { Verdict } from './check.js';

/** All is well, and nothing else is to be said: the whole answer of a check. */
export function ok(message: Saying): Verdict[] {
  return [{ result: 'ok', message }];
}

/** The check does not apply here: the whole answer of a check. */
export function skip(message: Saying): Verdict[] {
  return [{ result: 'skip', message }];
}

/** Something works, and will not for long or not for everybody. */
export function warn(message: Saying, remedy: Saying): Verdict {
  return { result: 'warn', message, remedy };
}

/** Something does not work. */
export function fail(message: Saying, remedy: Saying): Verdict {
  return { result: 'fail', message, remedy };
}

/** Problems, or that there are none. */
export function problemsOr(problems: readonly Verdict[], good: Saying): readonly Verdict[] {
  return problems.length > 0 ? problems : ok(good);
}
