import type { FindingsQuery } from '../findings/journal/query/findings-query.generated.js';
import type {
  AgentsAnswer,
  FindingsAnswer,
  MetricsAnswer,
  PauseAnswer,
  ProxyUrlAnswer,
  ReloadAnswer,
  ReloadCaAnswer,
  ReloadListsAnswer,
  ResumeAnswer,
  RevokeAnswer,
  WatcherAnswer,
} from '../sidecar/control/answers.js';
import { answers } from '../sidecar/control/checked-answers.js';
import { callControl } from '../sidecar/control/client.js';
import type { DigestRequest } from '../sidecar/control/digest-request.generated.js';
import type { TrafficDigest } from '../sidecar/digest/digest.generated.js';
import type { StateFolder } from '../sidecar/state-folder.js';
import type { Status } from '../sidecar/status.generated.js';
import { ifRunning } from './if-running.js';

/** Opening a CA that is sealed takes its time. */
const RELOAD_MS = 30_000;

/**
 * The running Traffic Guardian of a state folder, asked over its control socket. Every method throws GuardianError
 * `control.not_running` when there is none.
 */
export class Guardian {
  readonly #socket: string;
  readonly #watcher: string;

  constructor({ controlSocket, watcherSocket }: StateFolder) {
    this.#socket = controlSocket;
    this.#watcher = watcherSocket;
  }

  /** Process id of the sidecar; undefined when it is not running. */
  async pid(): Promise<number | undefined> {
    return ifRunning(callControl(this.#socket, 'ping').then((answer) => answers.ping(answer).pid));
  }

  async digest(request: DigestRequest): Promise<TrafficDigest> {
    return answers.digest(await callControl(this.#socket, 'digest', request));
  }

  async status(): Promise<Status> {
    return answers.status(await callControl(this.#socket, 'status'));
  }

  async findings(query: FindingsQuery): Promise<FindingsAnswer> {
    return answers.findings(await callControl(this.#socket, 'findings', query));
  }

  async proxyUrl(agent: string): Promise<ProxyUrlAnswer> {
    return answers.proxyUrl(await callControl(this.#socket, 'proxy-url', { agent }));
  }

  async agents(): Promise<AgentsAnswer> {
    return answers.agents(await callControl(this.#socket, 'agents'));
  }

  /** Makes the credential of a group invalid and closes its connections. */
  async revokeAgent(agent: string): Promise<RevokeAnswer> {
    return answers.revokeAgent(await callControl(this.#socket, 'revoke-agent', { agent }));
  }

  /** Lets it sign with the CA that lies on disk now. */
  async reloadCa(): Promise<ReloadCaAnswer> {
    return answers.reloadCa(await callControl(this.#socket, 'reload-ca'));
  }

  /** Has it read canaries, suppressions and watched files again. Returns false when none is running. */
  async reloadLists(): Promise<boolean> {
    return (await this.readListsAgain()) !== undefined;
  }

  /** Has it read the same, and tells what it says of them; undefined when none is running. */
  async readListsAgain(): Promise<ReloadListsAnswer | undefined> {
    const answer = await ifRunning(callControl(this.#socket, 'reload-lists'));
    return answer === undefined ? undefined : answers.reloadLists(answer);
  }

  /** Lets it use the configuration that lies on disk now. */
  async reload(): Promise<ReloadAnswer> {
    return answers.reload(await callControl(this.#socket, 'reload', {}, RELOAD_MS));
  }

  /** Switches inspection off for a while. */
  async pause(forSeconds: number, reason: string): Promise<PauseAnswer> {
    return answers.pause(await callControl(this.#socket, 'pause', { forSeconds, reason }));
  }

  /** Switches inspection on again. */
  async resume(): Promise<ResumeAnswer> {
    return answers.resume(await callControl(this.#socket, 'resume'));
  }

  /** Counts for a monitoring system. */
  async metrics(): Promise<MetricsAnswer> {
    return answers.metrics(await callControl(this.#socket, 'metrics'));
  }

  /** Asks it to stop. It answers at once and drains then. */
  async stop(): Promise<void> {
    await callControl(this.#socket, 'stop');
  }

  /** The process that watches over the sidecar, which is there while there is no sidecar too; undefined without one. */
  async watcher(): Promise<WatcherAnswer | undefined> {
    return ifRunning(callControl(this.#watcher, 'ping').then((answer) => answers.watcher(answer)));
  }

  /** Asks that process to stop the sidecar and to end. It answers at once. */
  async stopWatcher(): Promise<void> {
    await callControl(this.#watcher, 'stop');
  }
}
