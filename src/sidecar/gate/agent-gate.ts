import { LRUCache } from 'lru-cache';
import type { AuditEvent } from '../../audit/events.js';
import { GuardianError } from '../../text/guardian-error.js';
import { AGENT_ACTIONS, type AgentAnswers } from './agent-actions.js';
import type { AgentRequest } from './agent-request.generated.js';
import { ALLOWANCE, GroupAllowance } from './allowance.js';

export interface AgentGateOptions {
  readonly answers: AgentAnswers;
  /** Groups that see everything, as they are at any time. */
  readonly adminGroups: () => readonly string[];
  readonly record: (event: AuditEvent) => void;
  /** Monotonic time in milliseconds. */
  readonly clock?: () => number;
}

/** Most bytes of arguments, as JSON: a configuration to check is the longest. */
export const MAX_AGENT_REQUEST_BYTES = 16 * 1024;
/** Groups whose use is remembered; names come from the host, so there are no more of them than it has groups. */
const MAX_GROUPS = 1_000;

/**
 * The one way by which agents ask the sidecar for something. A request passes when its group is not cut off, has not
 * asked too often, asks for an action in the table, and its arguments are valid as a whole; in that order, so that a
 * flood costs little. Whatever does not pass is audited, and a group that goes on breaking the rules is cut off for a
 * while.
 */
export class AgentGate {
  readonly #options: AgentGateOptions;
  readonly #clock: () => number;
  readonly #groups = new LRUCache<string, GroupAllowance>({ max: MAX_GROUPS });

  constructor(options: AgentGateOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  /**
   * Answers a request.
   *
   * @throws GuardianError `agent.cut_off`, `agent.rate_limited`, `agent.too_large`, `agent.unknown_action`,
   *   `agent.not_yours`, `control.invalid`; or as the action does.
   */
  async answer({ agent, action, params = {}, bytes }: AgentRequest): Promise<unknown> {
    const now = this.#clock();
    const { answers, adminGroups, record } = this.#options;
    const allowance = this.#allowanceOf(agent, now);
    const cutOffMs = allowance.cutOffMs(now);
    if (cutOffMs > 0) {
      record({ kind: 'agent_request_refused', agent, code: 'agent.cut_off' });
      throw new GuardianError({ code: 'agent.cut_off', args: { seconds: Math.ceil(cutOffMs / 1000) } });
    }
    try {
      if (!allowance.take(now)) throw new GuardianError({ code: 'agent.rate_limited', args: {} });
      if (bytes > MAX_AGENT_REQUEST_BYTES) {
        throw new GuardianError({ code: 'agent.too_large', args: { limit: MAX_AGENT_REQUEST_BYTES } });
      }
      const prepare = Object.hasOwn(AGENT_ACTIONS, action) ? AGENT_ACTIONS[action] : undefined;
      if (prepare === undefined) {
        const known = Object.keys(AGENT_ACTIONS).join(', ');
        throw new GuardianError({ code: 'agent.unknown_action', args: { known } });
      }
      const run = prepare(params, { agent, isAdmin: adminGroups().includes(agent) });
      record({ kind: 'tool_called', caller: 'agent', agent, tool: action });
      return await run(answers);
    } catch (error) {
      if (error instanceof GuardianError && isViolation(error)) this.#violated(agent, error, allowance, now);
      throw error;
    }
  }

  #violated(agent: string, { code }: GuardianError, allowance: GroupAllowance, now: number): void {
    const { record } = this.#options;
    if (code === 'agent.rate_limited') record({ kind: 'rate_limited', agent });
    else record({ kind: 'agent_request_refused', agent, code });
    if (!allowance.violate(now)) return;
    const until = new Date(Date.now() + ALLOWANCE.cutOffMs).toISOString();
    record({ kind: 'agent_cut_off', agent, until });
  }

  #allowanceOf(agent: string, now: number): GroupAllowance {
    let allowance = this.#groups.get(agent);
    if (allowance === undefined) {
      allowance = new GroupAllowance(now);
      this.#groups.set(agent, allowance);
    }
    return allowance;
  }
}

/** A request that was refused, as opposed to one that was let through and failed, or a cursor that has expired. */
function isViolation({ code }: GuardianError): boolean {
  return code.startsWith('agent.') || code === 'control.invalid';
}
