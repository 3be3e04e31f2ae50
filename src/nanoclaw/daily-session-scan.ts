import { execa } from 'execa';
import { statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { passedOn } from '../sidecar/passed-on.js';
import type { StateFolder } from '../sidecar/state-folder.js';
import { DAY_MS, MINUTE_MS } from '../time/lengths.js';
import type { HostLog } from './host-log.js';

export interface DailySessionScanOptions {
  /** The checkout. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly state: StateFolder;
  readonly log: HostLog;
  /** The command line's program; another one in tests. */
  readonly program?: string;
  /** Priority of the scan, as of nice(1); by default a low one. */
  readonly nice?: number;
  /** ms since 1970. */
  readonly clock?: () => number;
}

const PROGRAM = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** A host that starts has other things to do, in milliseconds. */
const AFTER_START_MS = 5 * MINUTE_MS;
/** A scan that was asked to stop ends within a line; one that does not is ended, in milliseconds. */
const STOP_MS = 5_000;
/** The lowest priority that is not "only when idle": agents come first. */
const NICE = 15;

/**
 * Has transcripts looked at once a day, in a process of its own: the host never waits for it. A scan by hand counts too.
 */
export class DailySessionScan {
  readonly #options: DailySessionScanOptions;
  #timer: NodeJS.Timeout | undefined;
  #scan: ReturnType<typeof scanProcess> | undefined;

  constructor(options: DailySessionScanOptions) {
    this.#options = options;
  }

  /** Waits for the next time that a scan is due. @param leastMs Not before so many milliseconds. */
  start(leastMs = AFTER_START_MS): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#run(), Math.max(leastMs, this.#dueInMs()));
    this.#timer.unref();
  }

  /** Ends a scan that runs; nothing of it is left when this resolves. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#scan?.kill('SIGTERM');
    await this.#scan;
  }

  #dueInMs(): number {
    const { state, clock = Date.now } = this.#options;
    const last = statSync(join(state.sessions, 'cursors.json'), { throwIfNoEntry: false })?.mtimeMs;
    return last === undefined ? 0 : Math.min(DAY_MS, last + DAY_MS - clock());
  }

  async #run(): Promise<void> {
    const { root, env, log, program = PROGRAM, nice = NICE } = this.#options;
    const scan = scanProcess(program, root, env);
    this.#scan = scan;
    if (scan.pid !== undefined) lower(scan.pid, nice);
    // Only its last line is of interest, and a first scan may find much.
    let outcome = '';
    for await (const line of scan) outcome = line;
    const { exitCode } = await scan;
    this.#scan = undefined;
    if (exitCode === 0) log.info('Traffic Guardian looked at the sessions of agents', { outcome });
    else log.warn('Traffic Guardian could not look at all sessions of agents', { exitCode, outcome });
    if (this.#timer === undefined) return;
    this.#timer = undefined;
    // Also after a failure: it would most likely be the same again.
    this.start(DAY_MS);
  }
}

function lower(pid: number, nice: number): void {
  try {
    setPriority(pid, nice);
  } catch {
    // It has ended already, or the system does not allow it: it is no worse then.
  }
}

function scanProcess(program: string, root: string, env: NodeJS.ProcessEnv) {
  return execa(process.execPath, [program, 'scan-sessions', '--nanoclaw', root, '--json'], {
    env: passedOn(env),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    buffer: false,
    forceKillAfterDelay: STOP_MS,
  });
}
