import { GuardianError } from '../text/guardian-error.js';
import { messageOf } from '../text/unknown-error.js';
import { parsedJson } from '../validation/json.js';
import { loadConfig, readConfig, withGateway, type LoadedConfig } from './config.js';
import type { Config } from './config.generated.js';
import { ENV_PREFIX } from './environment.js';
import { readIfThere, writePrivateFile } from './state-folder.js';

/** Set for a sidecar that is started again after a crash. */
export const AFTER_CRASH = `${ENV_PREFIX}AFTER_CRASH`;

/** The configuration that a sidecar starts with. */
export interface StartConfig extends LoadedConfig {
  /** Why it is not the one on disk. */
  readonly refused?: GuardianError;
}

export interface StartPlace {
  readonly configFile: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where {@link keepGoodConfig} has put what was in use. */
  readonly goodConfig: string;
}

/**
 * Reads the configuration to start with. After a crash a file that is wrong is refused as on a reload, and what was in use
 * stays in use: an agent group must not lose its way out because somebody was just editing.
 *
 * @throws GuardianError as {@link loadConfig}.
 */
export function configToStartWith({ configFile, home, env, goodConfig }: StartPlace): StartConfig {
  try {
    return loadConfig(configFile, home, env);
  } catch (error) {
    const good =
      env[AFTER_CRASH] === '1' && error instanceof GuardianError ? readGood(goodConfig, home, env) : undefined;
    if (good === undefined || !(error instanceof GuardianError)) throw error;
    return { ...good, refused: error };
  }
}

/** Keeps a copy of a configuration that is in use. Returns why there is none, as one that cannot be written stops nobody. */
export function keepGoodConfig(goodConfig: string, config: Config): string | undefined {
  try {
    const text = JSON.stringify(config);
    if (readIfThere(goodConfig)?.toString() !== text) writePrivateFile(goodConfig, text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function readGood(goodConfig: string, home: string, env: NodeJS.ProcessEnv): LoadedConfig | undefined {
  const bytes = readIfThere(goodConfig);
  if (parsedJson(bytes) === undefined) return undefined;
  const outcome = readConfig({ text: bytes?.toString(), home, env });
  return outcome.ok ? withGateway(outcome, home) : undefined;
}
