import { pathToFileURL } from 'node:url';
import { installedIn, withInstalledHome } from '../install/installed-home.js';
import { checkoutOf, type SetupMachine } from '../setup/machine.js';
import { configFileFrom, homeFrom } from '../sidecar/environment.js';
import { shellWord } from '../text/shell-word.js';
import { withPlaces, type Context } from './context.js';
import { OWN_PROGRAM } from './own-program.js';

const OWN_URL = pathToFileURL(OWN_PROGRAM).href;

/**
 * What the walkthrough is about: the state folder that this program was called for, and the checkout that it belongs to.
 *
 * @param named The checkout that the command line names.
 */
export function setupMachineOf({ env, state, configFile }: Omit<Context, 'terminal'>, named?: string): SetupMachine {
  const installed = installedIn(OWN_URL);
  const byItself = checkoutOf(state.home, installed === undefined ? [] : [installed]);
  const byName = byItself === undefined && named !== undefined ? checkoutOf(state.home, [named]) : undefined;
  const program = ['node', OWN_PROGRAM, ...placeOptions(state.home, configFile)];
  const checkout = byName === undefined ? [] : ['--nanoclaw', byName];
  return {
    env,
    state,
    configFile,
    program: inShell(program),
    walkthrough: inShell([...program, 'setup', ...checkout]),
    nanoclaw: byItself ?? byName,
  };
}

/** The options without which this program, called from anywhere and with no variable set, would mean other places. */
function placeOptions(home: string, configFile: string): string[] {
  const byItself = withInstalledHome({}, OWN_URL);
  const named = homeFrom(byItself) === home ? [] : ['--home', home];
  const beside = configFileFrom(named.length === 0 ? byItself : withPlaces({ home }, byItself));
  return beside === configFile ? named : [...named, '--config', configFile];
}

function inShell(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
