import mustache from 'mustache';
import { BUNDLE_TARGET } from '../host/container-environment.js';
import { shellWord } from '../text/shell-word.js';
import { newCanary, proofUrlOf } from './checks/canary.js';
import type { SetupCommand } from './setup-steps.generated.js';
import type { Seen } from './seen.js';
import type { StandingStep } from './walkthrough.js';

/** A command as it is to be run. */
export interface ShownCommand {
  readonly where: SetupCommand['where'];
  readonly command: string;
}

/** Agent group of the programs of this machine that the walkthrough is about. */
const GROUP = 'local';

/** Prints the fingerprint of our certificate in a bundle, as somebody sees it who has nothing but that file and Node. */
const PRINT_FINGERPRINT = [
  'for(const p of require("fs").readFileSync(process.argv[1],"utf8").match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g))',
  '{const c=new(require("crypto").X509Certificate)(p);',
  'if(c.subject.includes("NanoClaw Traffic Guardian"))console.log(c.fingerprint256)}',
].join('');

/** Which installation it is, in the words of the steps. */
export function placeOf({ nanoclaw }: Seen['machine']): 'standalone' | 'nanoclaw' {
  return nanoclaw === undefined ? 'standalone' : 'nanoclaw';
}

/**
 * The commands of a step with everything filled in. Showing the step that sends the canary makes a new one.
 *
 * @param proofUrl Where the canary is to be sent, when the person wants another place than before.
 */
export async function commandsOf(
  { step, state }: StandingStep,
  seen: Seen,
  proofUrl: string | undefined,
): Promise<ShownCommand[]> {
  const needsCanary = step.id === 'proof' && state === 'open';
  const canary = needsCanary ? await newCanary(seen, proofUrl) : '-';
  const values = valuesOf(seen, canary, proofUrl);
  return step.commands
    .filter(({ places }) => places.includes(placeOf(seen.machine)))
    .filter(() => step.id !== 'proof' || needsCanary)
    .map(({ where, command }) => ({ where, command: mustache.render(command, values) }));
}

function valuesOf({ machine, record, settings }: Seen, canary: string, proofUrl: string | undefined): object {
  return {
    program: machine.program,
    home: shellWord(machine.state.home),
    nanoclaw: shellWord(machine.nanoclaw ?? ''),
    https: record.inspection === 'https',
    bundle: shellWord(settings?.caBundle ?? ''),
    bundleTarget: BUNDLE_TARGET,
    printFingerprint: shellWord(PRINT_FINGERPRINT),
    group: GROUP,
    canary: shellWord(canary),
    proofUrl: shellWord(proofUrl ?? proofUrlOf(record)),
    pauseReason: shellWord('a site does not work'),
  };
}
