import { englishTexts, render, type Texts } from '../text/texts.js';
import { commandsOf, placeOf } from './commands.js';
import { retireCanary } from './checks/canary.js';
import type { SetupMachine } from './machine.js';
import { readRecord, writeRecord } from './record.js';
import type { StepId } from './setup-steps.generated.js';
import type { SetupView } from './setup-view.generated.js';
import { stepText } from './step-text.js';
import { standingOf, type Standing, type StandingStep } from './walkthrough.js';

export interface ShowOptions {
  /** The step to show; the first that is not done when undefined. */
  readonly wanted?: StepId | undefined;
  /** Where the canary is to be sent. */
  readonly proofUrl?: string | undefined;
  readonly texts: Texts;
}

/**
 * Verifies where the walkthrough stands and shows a step. What it changes is its own: the canary that it gives out, and the
 * note that a page was shown.
 */
export async function showStep(machine: SetupMachine, { wanted, proofUrl, texts }: ShowOptions): Promise<SetupView> {
  const standing = await standingOf(machine, wanted);
  const { seen, shown } = standing;
  const { step, state } = shown;
  const commands = await commandsOf(shown, seen, proofUrl);
  const answers = step.answers.map((answer) => ({
    answer,
    command: `${machine.walkthrough} --step ${step.id} --answer ${answer}`,
  }));
  if (step.id === 'proof' && state === 'done') await retireCanary(machine);
  const stand = step.check === 'shown' && state === 'open' ? afterReading(standing) : standing;
  const { finding } = readRecord(machine.state).proof ?? {};
  return {
    schema_version: 'clawsec-traffic-setup/v1',
    place: placeOf(machine),
    ...(machine.nanoclaw !== undefined && { nanoclaw: machine.nanoclaw }),
    locale: texts.locale.language.tag,
    complete: stand.complete,
    steps: stand.steps.map((each) => ({ id: each.step.id, state: each.state })),
    step: {
      id: step.id,
      state: stand.shown.state,
      commands: commands.map((command) => ({ ...command })),
      answers,
      problems: stand.shown.problems.map((problem) => ({
        code: problem.code,
        message: render(englishTexts, problem),
      })),
      ...(step.id === 'fingerprint' && seen.fingerprint !== undefined && { fingerprint: seen.fingerprint }),
      ...(step.id === 'proof' && finding !== undefined && { finding }),
    },
    text: stepText({ standing: stand, commands, answers }, texts),
  };
}

/** A page that is only to be read is done once it was shown in its turn; what waited for it is next. */
function afterReading(standing: Standing): Standing {
  const { seen, shown, steps } = standing;
  const { step } = shown;
  const record = readRecord(seen.machine.state);
  if (step.id === 'expect' || step.id === 'remove') {
    writeRecord(seen.machine.state, { ...record, shown: [...record.shown, step.id] });
  }
  const read: StandingStep = { step, state: 'done', problems: [] };
  const after = steps.map((each) => {
    if (each === shown) return read;
    return each.step.requires.includes(step.id) ? { ...each, state: 'open' as const } : each;
  });
  return {
    seen,
    shown: read,
    steps: after,
    complete: after.every(({ state }) => state !== 'open' && state !== 'later'),
  };
}
