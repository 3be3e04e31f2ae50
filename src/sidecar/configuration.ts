import type { Saying } from '../text/texts.js';
import { loadConfigToUse, type LoadedConfig } from './config.js';
import type { Config } from './config.generated.js';
import { configDigest } from './config-digest.js';
import type { KeptConfig } from './kept-config.js';
import { settingsChange, type SettingsChange } from './settings-change.js';
import type { Settings } from './settings.js';

/** How the last attempt to use another configuration went. */
export interface LastReload {
  readonly at: Date;
  /** Present when it was refused whole and the one before stays in use. */
  readonly refused?: Saying;
}

/** A configuration that was read and found valid, not in use yet. */
export interface Candidate {
  readonly config: Config;
  readonly sha256: string;
  readonly change: SettingsChange;
}

export interface ConfigurationPlace {
  readonly configFile: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The configuration that a running sidecar uses, and what became of attempts to change it. */
export class Configuration {
  readonly #place: ConfigurationPlace;
  readonly #digestKey: Buffer;
  #settings: Settings;
  readonly #kept: KeptConfig;
  #config: Config;
  /** Digest of the configuration in use, see {@link configDigest}. */
  sha256: string;
  loadedAt = new Date();
  lastReload: LastReload | undefined;
  /** Settings that were changed and wait for a restart. */
  restartNeeded: readonly string[] = [];

  /**
   * @param digestKey A key of this installation that hides what in a configuration can be guessed.
   * @param kept Where {@link keep} leaves a copy.
   */
  constructor(place: ConfigurationPlace, { config, settings }: LoadedConfig, digestKey: Buffer, kept: KeptConfig) {
    this.#place = place;
    this.#digestKey = digestKey;
    this.#settings = settings;
    this.#config = config;
    this.#kept = kept;
    this.sha256 = configDigest(config, digestKey);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Reads the configuration anew. @throws GuardianError as {@link loadConfigToUse}. */
  candidate(): Candidate {
    const { configFile, home, env } = this.#place;
    const { config, settings } = loadConfigToUse(configFile, home, env);
    return {
      config,
      sha256: configDigest(config, this.#digestKey),
      change: settingsChange(this.#settings, settings),
    };
  }

  /** Goes on with a configuration. */
  use({ config, sha256, change }: Candidate): void {
    this.#config = config;
    this.#settings = change.settings;
    this.sha256 = sha256;
    this.loadedAt = new Date();
    this.lastReload = { at: this.loadedAt };
    this.restartNeeded = change.restartNeeded;
  }

  /** Keeps a copy of what is in use, for a start after a crash. Returns why it could not. */
  keep(): string | undefined {
    return this.#kept.keep(this.#config);
  }

  /** Notes that another configuration was refused. */
  refuse(refused: Saying): void {
    this.lastReload = { at: new Date(), refused };
  }
}
