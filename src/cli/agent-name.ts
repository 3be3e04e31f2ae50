import { isAgentName } from '../proxy/credentials.js';
import { GuardianError } from '../text/guardian-error.js';

/** A typed name of an agent group. @throws GuardianError `cli.usage.agent_name` */
export function agentNameFrom(typed: string): string {
  if (!isAgentName(typed)) throw new GuardianError({ code: 'cli.usage.agent_name', args: {} });
  return typed;
}
