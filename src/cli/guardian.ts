import type { FindingsQuery } from '../findings/journal/query/findings-query.generated.js';
import {
  answers,
  type AgentsAnswer,
  type FindingsAnswer,
  type ProxyUrlAnswer,
  type ReloadCaAnswer,
  type RevokeAnswer,
} from '../sidecar/control/answers.js';
import { callControl } from '../sidecar/control/client.js';
import type { Status } from '../sidecar/status.generated.js';
import { GuardianError } from '../text/guardian-error.js';

/**
 * The running Traffic Guardian of a state folder, asked over its control socket. Every method throws GuardianError
 * `control.not_running` when there is none.
 */
export class Guardian {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  /** Process id of the sidecar; undefined when it is not running. */
  async pid(): Promise<number | undefined> {
    try {
      return answers.ping(await callControl(this.#socket, 'ping')).pid;
    } catch (error) {
      if (error instanceof GuardianError && error.code === 'control.not_running') return undefined;
      throw error;
    }
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
    try {
      await callControl(this.#socket, 'reload-lists');
      return true;
    } catch (error) {
      if (error instanceof GuardianError && error.code === 'control.not_running') return false;
      throw error;
    }
  }

  /** Asks it to stop. It answers at once and drains then. */
  async stop(): Promise<void> {
    await callControl(this.#socket, 'stop');
  }
}
