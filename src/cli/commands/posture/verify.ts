import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { postureSchema, type Posture } from '../../../sidecar/posture/posture.generated.js';
import { isSignedByItsKey } from '../../../sidecar/posture/signature.js';
import { GuardianError } from '../../../text/guardian-error.js';
import { codeOf } from '../../../text/unknown-error.js';
import { sayingsOf, validatorOf } from '../../../validation/validator.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { postureLines } from '../../words/posture-lines.js';

interface VerifyOptions {
  readonly key?: string;
}

const validate = validatorOf<Posture>(postureSchema);

export function addVerifyPosture({ root, texts, run }: Program): void {
  const command = root
    .command('verify')
    .summary(texts('cli.posture.verify.summary', {}))
    .description(texts('cli.posture.verify.about', {}))
    .argument('<file>', texts('cli.posture.verify.file', {}))
    .option('--key <KEY>', texts('cli.posture.verify.key', {}))
    .addHelpText('after', `\n${texts('cli.posture.verify.examples', {})}`)
    .action((file: string, options: VerifyOptions) => run(command, (context) => verify(file, options, context)));
}

async function verify(file: string, { key }: VerifyOptions, { terminal }: Context): Promise<ExitCode> {
  const { texts } = terminal;
  const posture = postureIn(file === '-' ? await textOf(process.stdin) : readText(resolve(file)));
  const signed = isSignedByItsKey(posture);
  const isPinned = key === undefined ? undefined : key.trim() === posture.public_key;
  const valid = signed && isPinned !== false;
  terminal.line(
    texts(!signed ? 'cli.posture.verify.changed' : valid ? 'cli.posture.verify.valid' : 'cli.posture.verify.other', {}),
  );
  if (signed) for (const line of postureLines(posture, terminal)) terminal.line(line);
  if (valid && key === undefined) terminal.line(texts('cli.posture.verify.unpinned', {}));
  terminal.document({ valid, signed, ...(isPinned === undefined ? {} : { key_matches: isPinned }), posture });
  return valid ? ExitCode.ok : ExitCode.failure;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GuardianError({ code: 'posture.unreadable', args: { file, code: codeOf(error) ?? 'UNKNOWN' } });
  }
}

function postureIn(text: string): Posture {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new GuardianError({ code: 'posture.not_json', args: {} });
  }
  const checked = validate(value);
  if (checked.ok) return checked.value;
  throw new GuardianError({ code: 'posture.invalid', args: { problems: sayingsOf(checked.problems) } });
}
