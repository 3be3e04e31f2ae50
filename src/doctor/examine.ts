import { GuardianError } from '../text/guardian-error.js';
import { messageOf } from '../text/unknown-error.js';
import { checks } from './checks.js';
import { results, type CheckResult, type Examined, type Verdict } from './check.js';

/** What one check came to. */
export interface Diagnosis {
  readonly code: string;
  /** The worst of its verdicts. */
  readonly result: CheckResult;
  readonly verdicts: readonly Verdict[];
}

/** Runs every check, one after the other, and changes nothing. A check that fails itself is a warning, not an end. */
export async function examine(examined: Examined): Promise<Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  for (const { code, run } of checks) {
    let verdicts: readonly Verdict[];
    try {
      verdicts = await run(examined);
    } catch (error) {
      const reason = error instanceof GuardianError ? error.saying : messageOf(error);
      verdicts = [{ result: 'warn', message: { code: 'doctor.not_checked', args: { reason } } }];
    }
    diagnoses.push({ code, result: worstOf(verdicts.map(({ result }) => result)), verdicts });
  }
  return diagnoses;
}

/** The worst of several results; `ok` of none. */
export function worstOf(found: readonly CheckResult[]): CheckResult {
  return [...results].reverse().find((result) => found.includes(result)) ?? 'ok';
}
