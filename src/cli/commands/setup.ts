import { resolve } from 'node:path';
import { recognise } from '../../install/checkout.js';
import { takeAnswer } from '../../setup/answer.js';
import { environmentIn } from '../../setup/machine.js';
import { showStep } from '../../setup/show-step.js';
import type { StepId } from '../../setup/setup-steps.generated.js';
import { setupSteps } from '../../setup/steps.generated.js';
import { standingOf } from '../../setup/walkthrough.js';
import { GuardianError } from '../../text/guardian-error.js';
import type { Texts } from '../../text/texts.js';
import { contextOf, type Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { setupMachineOf } from '../setup-machine.js';

interface SetupOptions {
  readonly step?: string;
  readonly answer?: string;
  readonly nanoclaw?: string;
  readonly proofUrl?: string;
}

const STEPS = setupSteps.map(({ id }) => id).join(', ');

export function addSetup({ root, texts, run }: Program): void {
  const command = root
    .command('setup')
    .summary(texts('cli.setup.summary', {}))
    .description(texts('cli.setup.about', {}))
    .option('--step <ID>', texts('cli.setup.step', { steps: STEPS }))
    .option('--answer <ANSWER>', texts('cli.setup.answer', {}))
    .option('--nanoclaw <DIR>', texts('cli.setup.nanoclaw', {}))
    .option('--proof-url <URL>', texts('cli.setup.proof_url', {}))
    .addHelpText('after', `\n${texts('cli.setup.examples', {})}`)
    .action((options: SetupOptions) => run(command, (context) => setup(options, inCheckout(options, context), texts)));
}

/** @param spoken In the reader's language also where the document is JSON: its `text` is for the person in the chat. */
async function setup(
  { step, answer, nanoclaw, proofUrl }: SetupOptions,
  { terminal, ...context }: Context,
  spoken: Texts,
): Promise<ExitCode> {
  const machine = setupMachineOf(context, nanoclaw === undefined ? undefined : resolve(nanoclaw));
  const wanted = step === undefined ? undefined : stepNamed(step);
  if (proofUrl !== undefined && !isWebPage(proofUrl)) {
    throw new GuardianError({ code: 'cli.usage.proof_url', args: {} });
  }
  if (answer !== undefined) await takeAnswer(machine, (await standingOf(machine, wanted)).shown, answer);
  // With an answer, the next step that is open is shown; that may be the same one.
  const view = await showStep(machine, {
    wanted: answer === undefined ? wanted : undefined,
    proofUrl,
    texts: terminal.json ? spoken : terminal.texts,
  });
  terminal.line(view.text);
  terminal.document(view);
  return ExitCode.ok;
}

/**
 * The context of the checkout's own state folder, when one is named: as NanoClaw's host will use it.
 *
 * @throws GuardianError as {@link recognise} does: led through the setup of this machine instead, somebody who mistyped
 *   the folder would take NanoClaw's containers for watched.
 */
function inCheckout({ nanoclaw }: SetupOptions, context: Context): Context {
  if (nanoclaw === undefined) return context;
  const { root } = recognise(resolve(nanoclaw));
  return contextOf({}, environmentIn(root, context.env), context.terminal);
}

function stepNamed(typed: string): StepId {
  const found = setupSteps.find(({ id }) => id === typed);
  if (found === undefined) throw new GuardianError({ code: 'cli.usage.step', args: { steps: STEPS } });
  return found.id;
}

function isWebPage(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
