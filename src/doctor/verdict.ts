import type { Saying } from '../text/texts.js';
import type { Verdict } from './check.js';

export function ok(message: Saying): Verdict[] {
  return [{ result: 'ok', message }];
}

export function skip(message: Saying): Verdict[] {
  return [{ result: 'skip', message }];
}

export function warn(message: Saying, remedy: Saying): Verdict {
  return { result: 'warn', message, remedy };
}

export function fail(message: Saying, remedy: Saying): Verdict {
  return { result: 'fail', message, remedy };
}

/** Problems, or that there are none. */
export function problemsOr(problems: readonly Verdict[], good: Saying): readonly Verdict[] {
  return problems.length > 0 ? problems : ok(good);
}
