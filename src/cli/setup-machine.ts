import { pathToFileURL } from 'node:url';
import { withInstalledHome } from '../install/installed-home.js';
import { checkoutOf, type SetupMachine } from '../setup/machine.js';
import { homeFrom } from '../sidecar/environment.js';
import { shellWord } from '../text/shell-word.js';
import type { Context } from './context.js';
import { OWN_PROGRAM } from './own-program.js';

/** What the walkthrough is about: the state folder that this program was called for, and the checkout around it. */
export function setupMachineOf({ env, state, configFile }: Omit<Context, 'terminal'>): SetupMachine {
  return { env, state, configFile, program: programFor(state.home), nanoclaw: checkoutOf(state.home) };
}

/** How somebody calls this program for a state folder, from anywhere and with no variable set. */
function programFor(home: string): string {
  const byItself = homeFrom(withInstalledHome({}, pathToFileURL(OWN_PROGRAM).href));
  const named = home === byItself ? [] : ['--home', home];
  return ['node', OWN_PROGRAM, ...named].map(shellWord).join(' ');
}
