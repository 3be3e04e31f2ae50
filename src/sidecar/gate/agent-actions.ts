import { findingsQuerySchema, type FindingsQuery } from '../../findings/journal/query/findings-query.generated.js';
import { GuardianError } from '../../text/guardian-error.js';
import { validatorOf } from '../../validation/validator.js';
import { accepted } from '../control/accepted.js';
import { checkConfigSchema, type CheckConfig } from '../control/check-config.generated.js';
import { statusRequestSchema, type StatusRequest } from '../control/status-request.generated.js';

/** Who asks, and whether the operator lets this group see everything. */
export interface AskingGroup {
  readonly agent: string;
  readonly isAdmin: boolean;
}

/** What the sidecar answers with; each part only reads. */
export interface AgentAnswers {
  readonly status: (group: AskingGroup, request: StatusRequest) => Promise<unknown>;
  readonly findings: (query: FindingsQuery) => Promise<unknown>;
  readonly checkConfig: (request: CheckConfig) => unknown;
}

/** Checks the arguments of an action whole. @throws GuardianError that says what is wrong with them. */
type PreparedAction = (params: unknown, group: AskingGroup) => (answers: AgentAnswers) => unknown;

const validateQuery = validatorOf<FindingsQuery>(findingsQuerySchema);
const validateStatus = validatorOf<StatusRequest>(statusRequestSchema);
const validateCheck = validatorOf<CheckConfig>(checkConfigSchema);

/**
 * Everything that an agent may ask for. Whatever is not a name in this table is refused; nothing here changes anything.
 */
export const AGENT_ACTIONS: Readonly<Record<string, PreparedAction>> = {
  'traffic-status': (params, group) => {
    const request = accepted(validateStatus(params));
    return (answers) => answers.status(group, request);
  },
  'traffic-findings': (params, group) => {
    const query = ownFindings(accepted(validateQuery(params)), group);
    return (answers) => answers.findings(query);
  },
  'traffic-check-config': (params) => {
    const request = accepted(validateCheck(params));
    return (answers) => answers.checkConfig(request);
  },
};

/** A group sees its own findings; one that the operator trusts sees what it asks for. */
function ownFindings(query: FindingsQuery, { agent, isAdmin }: AskingGroup): FindingsQuery {
  if (isAdmin) return query;
  if (query.agent !== undefined && query.agent !== agent) {
    throw new GuardianError({ code: 'agent.not_yours', args: { agent } });
  }
  return { ...query, agent };
}
