import { DailySessionScan } from './daily-session-scan.js';
import { GuardianProcess } from './guardian-process.js';
import type { HostLog } from './host-log.js';
import { environmentOf } from './place.js';
import { loadConfig } from '../sidecar/config.js';
import { configFileFrom, homeFrom } from '../sidecar/environment.js';
import type { Settings } from '../sidecar/settings.js';
import { stateFolderAt, type StateFolder } from '../sidecar/state-folder.js';

/** What NanoClaw's host hands over. */
export interface Host {
  /** The checkout. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: HostLog;
}

/** The Guardian of one NanoClaw host, as the hooks share it. Nothing is read or started until a hook needs it. */
export class NanoClawGuardian {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: HostLog;
  readonly state: StateFolder;
  readonly controlSocket: string;
  readonly process: GuardianProcess;
  readonly sessionScan: DailySessionScan;

  constructor({ root, env, log }: Host) {
    this.root = root;
    this.env = environmentOf(root, env);
    this.log = log;
    this.state = stateFolderAt(homeFrom(this.env));
    this.controlSocket = this.state.controlSocket;
    this.sessionScan = new DailySessionScan({ root, env: this.env, state: this.state, log });
    this.process = new GuardianProcess({ env: this.env, controlSocket: this.controlSocket, log });
  }

  /** @throws GuardianError `config.…` when the configuration cannot be used. */
  settings = (): Settings => loadConfig(configFileFrom(this.env), homeFrom(this.env), this.env).settings;

  /** Folders with keys and findings, which no container may see. */
  secretFolders = (): string[] => [...new Set([homeFrom(this.env), this.settings().logDir])];

  /** Whether the configuration wants the hooks to do anything. */
  enabled = (): boolean => this.settings().enabled;
}
