import { messageOf } from '../text/unknown-error.js';
import { GuardianError } from '../text/guardian-error.js';
import { isRecord } from '../validation/record.js';
import { parsedJson } from '../validation/json.js';
import { openText, sealText } from './agents/sealed-text.js';
import { loadConfig, readConfig, withGateway, type LoadedConfig } from './config.js';
import type { Config } from './config.generated.js';
import { ENV_PREFIX } from './environment.js';
import { readIfThere, writePrivateFile } from './state-folder.js';

/** Set for a sidecar that is started again after a crash. */
export const AFTER_CRASH = `${ENV_PREFIX}AFTER_CRASH`;

/** What the copy is sealed for, so that nothing else that lies under the key can be put in its place. */
const OWNER = 'config in use';

/** A copy of the configuration in use, encrypted at rest as a configuration may hold passwords. */
export class KeptConfig {
  readonly #file: string;
  readonly #key: Buffer;

  /** @param key 32 bytes. */
  constructor(file: string, key: Buffer) {
    this.#file = file;
    this.#key = key;
  }

  /** Keeps a configuration. Returns why it could not be kept, which stops nobody. */
  keep(config: Config): string | undefined {
    try {
      const text = JSON.stringify(config);
      if (this.text() !== text) writePrivateFile(this.#file, JSON.stringify(sealText(text, this.#key, OWNER)));
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** What was kept; undefined where there is nothing, or not what was written. */
  text(): string | undefined {
    try {
      const sealed = parsedJson(readIfThere(this.#file));
      if (!isRecord(sealed)) return undefined;
      const { iv, tag, data } = sealed;
      if (typeof iv !== 'string' || typeof tag !== 'string' || typeof data !== 'string') return undefined;
      return openText({ iv, tag, data }, this.#key, OWNER);
    } catch {
      return undefined;
    }
  }
}

/** The configuration that a sidecar starts with. */
export interface StartConfig extends LoadedConfig {
  /** Why it is not the one on disk. */
  readonly refused?: GuardianError;
}

export interface StartPlace {
  readonly configFile: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Reads the configuration to start with. After a crash a file that is wrong is refused as on a reload, and what was in use
 * stays in use: an agent group must not lose its way out because somebody was just editing.
 *
 * @param kept Asked for only then.
 * @throws GuardianError as {@link loadConfig}.
 */
export function configToStartWith({ configFile, home, env }: StartPlace, kept: () => KeptConfig): StartConfig {
  try {
    return loadConfig(configFile, home, env);
  } catch (error) {
    if (env[AFTER_CRASH] !== '1' || !(error instanceof GuardianError)) throw error;
    const text = kept().text();
    const outcome = text === undefined ? undefined : readConfig({ text, home, env });
    if (outcome?.ok !== true) throw error;
    return { ...withGateway(outcome, home), refused: error };
  }
}
