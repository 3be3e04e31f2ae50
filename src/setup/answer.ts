import { readFileSync } from 'node:fs';
import { readConfig } from '../sidecar/config.js';
import { writePrivateFile } from '../sidecar/state-folder.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Saying } from '../text/texts.js';
import { codeOf, messageOf } from '../text/unknown-error.js';
import { sayingsOf } from '../validation/validator.js';
import type { SetupMachine } from './machine.js';
import { writeRecord } from './record.js';
import { lookAt, type Seen } from './seen.js';
import type { SetupRecord } from './setup-record.generated.js';
import type { SetupStep } from './setup-steps.generated.js';
import type { StandingStep } from './walkthrough.js';

/**
 * Takes down what a person answered to a step.
 *
 * @throws GuardianError `setup.answer` when the step takes no such answer, `setup.answer_early` when it waits for others;
 *   `config.…` when the choice cannot be written into the configuration.
 */
export async function takeAnswer(machine: SetupMachine, { step, state }: StandingStep, typed: string): Promise<void> {
  const answer = step.answers.find((each) => each === typed);
  if (answer === undefined) {
    const known = step.answers.length === 0 ? '-' : step.answers.join(', ');
    throw new GuardianError({ code: 'setup.answer', args: { step: step.id, known } });
  }
  if (state === 'later' || state === 'not_needed') {
    throw new GuardianError({ code: 'setup.answer_early', args: { step: step.id } });
  }
  const seen = await lookAt(machine);
  if (answer === 'https' || answer === 'plain') chooseInspection(machine, answer === 'https');
  writeRecord(machine.state, answered(answer, seen));
}

function answered(answer: SetupStep['answers'][number], { record, fingerprint }: Seen): SetupRecord {
  switch (answer) {
    case 'https':
    case 'plain': {
      if (record.inspection === answer) return record;
      // What was started and proved with the other choice says nothing about this one.
      const { schema_version, fingerprint: compared, shown } = record;
      return { schema_version, inspection: answer, ...(compared && { fingerprint: compared }), shown };
    }
    case 'same':
    case 'different':
      return { ...record, fingerprint: { compared: fingerprint ?? '', same: answer === 'same' } };
    case 'done':
      return { ...record, restarted: true };
  }
}

/** Writes the choice into the configuration. One for NanoClaw that is not there yet is made by the installation. */
function chooseInspection({ configFile, nanoclaw, state }: SetupMachine, enabled: boolean): void {
  const text = textOf(configFile);
  if (text === undefined && nanoclaw !== undefined) return;
  const before = readConfig({ text, home: state.home, env: {} });
  if (!before.ok) throw invalid(configFile, sayingsOf(before.problems));
  const { config } = before;
  if (config.httpsInspection?.enabled === enabled) return;
  const after = { ...config, httpsInspection: { ...config.httpsInspection, enabled } };
  writePrivateFile(configFile, `${JSON.stringify(after, null, 2)}\n`);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new GuardianError({ code: 'config.unreadable', args: { file, reason: messageOf(error) } });
  }
}

function invalid(file: string, problems: readonly Saying[]): GuardianError {
  return new GuardianError({ code: 'config.invalid', args: { file, problems } });
}
