import { CONFIG_VARIABLES, configFileFrom, ENV_PREFIX, homeFrom, PLACE_VARIABLES } from '../sidecar/environment.js';
import { stateFolderAt, type StateFolder } from '../sidecar/state-folder.js';
import { writtenPath } from '../sidecar/written-path.js';
import { Guardian } from './guardian.js';
import type { Terminal } from './terminal.js';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly home?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly locale?: string;
  /** Of the commands that start something. */
  readonly logLevel?: string;
}

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal;
  /** The environment with the places that the command line named. */
  readonly env: NodeJS.ProcessEnv;
  readonly state: StateFolder;
  readonly configFile: string;
  /** The running Traffic Guardian of the state folder, if there is one. */
  readonly guardian: Guardian;
}

/** Puts together what the command line and the environment say. Nothing is read or written. */
export function contextOf(
  { home, config, logLevel }: GlobalOptions,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Context {
  const env = {
    ...withPlaces({ home, config }, environment),
    ...(logLevel === undefined ? {} : { [ENV_PREFIX + CONFIG_VARIABLES.logLevel]: logLevel }),
  };
  const state = stateFolderAt(homeFrom(env));
  return { terminal, env, state, configFile: configFileFrom(env), guardian: new Guardian(state) };
}

/** The environment with the places that the command line names. */
export function withPlaces(
  { home, config }: { readonly home?: string | undefined; readonly config?: string | undefined },
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...environment,
    ...(home === undefined ? {} : { [ENV_PREFIX + PLACE_VARIABLES.home]: writtenPath(process.cwd(), home) }),
    ...(config === undefined ? {} : { [ENV_PREFIX + PLACE_VARIABLES.config]: writtenPath(process.cwd(), config) }),
  };
}
