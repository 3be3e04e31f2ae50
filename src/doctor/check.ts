import type { Saying } from '../text/texts.js';
import type { Settings } from '../sidecar/settings.js';
import type { StateFolder } from '../sidecar/state-folder.js';
import type { Status } from '../sidecar/status.generated.js';

/** What a check came to, from good to bad; `skip` when there was nothing to look at. */
export const results = ['ok', 'skip', 'warn', 'fail'] as const;

export type CheckResult = (typeof results)[number];

/** One thing that was found, with what to do where something is to be done. */
export interface Verdict {
  readonly result: CheckResult;
  readonly message: Saying;
  readonly remedy?: Saying;
}

/** A process or container whose variables are looked at. */
export interface Target {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Absent when only a file with variables was given. */
  readonly pid?: number;
}

/** What the checks look at. */
export interface Examined {
  readonly env: NodeJS.ProcessEnv;
  readonly state: StateFolder;
  readonly configFile: string;
  /** Undefined when the configuration is not valid. */
  readonly settings: Settings | undefined;
  /** What is wrong with the configuration, in one text. */
  readonly configProblem: string | undefined;
  /** Undefined when it is not running, or does not answer. */
  readonly status: Status | undefined;
  /** Why it cannot be asked, where that is another reason than that none runs. */
  readonly statusProblem?: Saying | undefined;
  /** What is to be said of one that does not run at the moment because it is being started, after a crash perhaps. */
  readonly beingStarted?: Saying | undefined;
  readonly target: Target | undefined;
  readonly now: Date;
}

/** One check. It changes nothing and takes no longer than a few seconds. */
export interface Check {
  /** Stable, for programs. */
  readonly code: string;
  /** All that is worth saying; the worst of it is the result. Never empty. */
  readonly run: (examined: Examined) => readonly Verdict[] | Promise<readonly Verdict[]>;
}
