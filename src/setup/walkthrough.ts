import type { Saying } from '../text/texts.js';
import { stepChecks } from './checks/checks.js';
import type { SetupMachine } from './machine.js';
import { lookAt, type Seen } from './seen.js';
import type { SetupStep, StepId } from './setup-steps.generated.js';
import type { StepState } from './setup-view.generated.js';
import { setupSteps } from './steps.generated.js';

/** A step as it stands. */
export interface StandingStep {
  readonly step: SetupStep;
  readonly state: StepState['state'];
  /** Why it is not verified. */
  readonly problems: readonly Saying[];
}

/** Where a walkthrough stands. */
export interface Standing {
  readonly seen: Seen;
  readonly steps: readonly StandingStep[];
  /** The step that was asked for, or the first that is not done; the last when all are. */
  readonly shown: StandingStep;
  readonly complete: boolean;
}

/**
 * Verifies the steps in their order, each only when those that it requires are done, and changes nothing: what was done
 * before and is not so any more is open again.
 *
 * @param wanted The step to show; the first that is not done when undefined.
 */
export async function standingOf(machine: SetupMachine, wanted?: StepId): Promise<Standing> {
  const seen = await lookAt(machine);
  const steps: StandingStep[] = [];
  for (const step of setupSteps) steps.push(await stand(step, seen, steps));
  const open = steps.find(({ state }) => state === 'open');
  const shown = steps.find(({ step }) => step.id === wanted) ?? open ?? steps.at(-1);
  if (shown === undefined) throw new RangeError('a walkthrough has steps');
  return { seen, steps, shown, complete: steps.every(({ state }) => isBehind(state)) };
}

async function stand(step: SetupStep, seen: Seen, before: readonly StandingStep[]): Promise<StandingStep> {
  if (step.needed === 'https' && seen.record.inspection === 'plain') return { step, state: 'not_needed', problems: [] };
  const waits = before.some(({ step: { id }, state }) => step.requires.includes(id) && !isBehind(state));
  if (waits) return { step, state: 'later', problems: [] };
  const problems = await stepChecks[step.check](seen, step.id);
  return { step, state: problems.length === 0 ? 'done' : 'open', problems };
}

function isBehind(state: StepState['state']): boolean {
  return state === 'done' || state === 'not_needed';
}
