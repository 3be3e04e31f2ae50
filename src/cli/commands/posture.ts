import { postureLines } from '../words/posture-lines.js';
import { makePosture } from '../../sidecar/posture/posture.js';
import type { Status } from '../../sidecar/status.generated.js';
import { GuardianError } from '../../text/guardian-error.js';
import { addGroup } from '../command-group.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { addVerifyPosture } from './posture/verify.js';

export function addPosture(program: Program): void {
  const { texts } = program;
  const words = {
    summary: texts('cli.posture.summary', {}),
    about: texts('cli.posture.about', {}),
    examples: texts('cli.posture.examples', {}),
  };
  addVerifyPosture(addGroup(program, 'posture', words, posture));
}

async function posture(context: Context): Promise<ExitCode> {
  const { terminal, state, configFile, env } = context;
  const made = await makePosture({ state, configFile, env, status: await statusOf(context) });
  for (const line of postureLines(made, terminal)) terminal.line(line);
  terminal.document(made);
  return ExitCode.ok;
}

async function statusOf({ guardian }: Context): Promise<Status | undefined> {
  try {
    return await guardian.status();
  } catch (error) {
    if (error instanceof GuardianError && error.code === 'control.not_running') return undefined;
    throw error;
  }
}
