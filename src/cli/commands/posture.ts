import { postureLines } from '../words/posture-lines.js';
import { makePosture } from '../../sidecar/posture/posture.js';
import { addGroup } from '../command-group.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { ifRunning } from '../if-running.js';
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
  const { terminal, guardian, state, configFile, env } = context;
  const made = await makePosture({ state, configFile, env, status: await ifRunning(guardian.status()) });
  for (const line of postureLines(made, terminal)) terminal.line(line);
  terminal.document(made);
  return ExitCode.ok;
}
