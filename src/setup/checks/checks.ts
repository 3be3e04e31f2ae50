import type { Saying } from '../../text/texts.js';
import type { Seen } from '../seen.js';
import type { CheckName, StepId } from '../setup-steps.generated.js';
import { canaryFound } from './canary.js';
import { caMade, fingerprintCompared, inspectionChosen } from './choices.js';
import { preflight } from './preflight.js';
import { restarted, wired } from './running.js';

/** Verifies that a step is done. @returns what is not as it should be, with what to do; nothing when it is done. */
export type StepCheck = (seen: Seen, step: StepId) => readonly Saying[] | Promise<readonly Saying[]>;

export const stepChecks: Readonly<Record<CheckName, StepCheck>> = {
  preflight,
  inspection_chosen: inspectionChosen,
  ca_made: caMade,
  fingerprint_compared: fingerprintCompared,
  wired,
  restarted,
  canary_found: canaryFound,
  shown: ({ record }, step) =>
    record.shown.some((each) => each === step) ? [] : [{ code: 'setup.problem.not_read', args: {} }],
};
