import { callControl, ControlError } from '../sidecar/control/client.js';
import { AGENT_ACTIONS, type AgentAction } from '../host/agent-actions.js';
import { GuardianError } from '../text/guardian-error.js';
import { messageOf } from '../text/unknown-error.js';
import { isRecord } from '../validation/record.js';
import { isRequestId } from './request-id.js';

/** Who called a command, as NanoClaw's dispatcher says; it cannot be forged by a container. */
export type Caller = { readonly caller: 'host' } | { readonly caller: 'agent'; readonly agentGroupId: string };

/** A command in the form of NanoClaw's `register`; without a `resource`, so that groups of every scope may use it. */
export interface TrafficCommand {
  readonly name: AgentAction;
  readonly description: string;
  readonly access: 'open';
  readonly parseArgs: (raw: Record<string, unknown>) => TrafficArguments;
  readonly handler: (args: TrafficArguments, caller: Caller) => Promise<unknown>;
}

export interface TrafficArguments {
  readonly params: Readonly<Record<string, unknown>>;
  /** Comes back with the answer, so that the asker can tell it from any other. */
  readonly requestId: string | undefined;
}

/** Answers for an agent group. */
export type AnswerAgent = (
  group: string,
  action: string,
  params: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

const DESCRIPTIONS: Readonly<Record<AgentAction, string>> = {
  'traffic-status':
    'Whether network traffic of agents is watched, how much of it could be seen, and what was found. Option: --digest.',
  'traffic-findings':
    'Redacted findings in network traffic, newest first. Options: --since --until --threat-type --pattern --severity ' +
    '--min-severity --direction --dest --limit --cursor --incidents; from the host also --agent.',
  'traffic-check-config':
    'Whether a Traffic Guardian configuration is valid: the one on disk, or --params \'{"config":{…}}\'.',
};

/** Arguments that NanoClaw's dispatcher adds by itself for callers in group scope. */
const ADDED_BY_DISPATCHER = new Set(['agent_group_id', 'group', 'id']);
const LISTS = new Set(['severity']);
const NUMBERS = new Set(['limit']);
const SWITCHES = new Set(['incidents', 'digest']);

/** The three commands that `ncl` gets. */
export function trafficCommands(answerAgent: AnswerAgent, controlSocket: string): TrafficCommand[] {
  return (['traffic-status', 'traffic-findings', 'traffic-check-config'] as const).map((name) => ({
    name,
    description: DESCRIPTIONS[name],
    access: 'open',
    parseArgs,
    handler: async ({ params, requestId }, caller) => {
      const result = await inOneLine(() =>
        caller.caller === 'agent'
          ? answerAgent(caller.agentGroupId, name, params)
          : callControl(controlSocket, AGENT_ACTIONS[name], params),
      );
      return requestId === undefined ? result : { requestId, result };
    },
  }));
}

/**
 * Reads the words after a command: `--params` with a JSON object as programs give them, or one option a parameter as
 * people type them. Whether they make sense is checked by the sidecar, against its schemas.
 *
 * @throws Error when `--params` or `--request-id` is malformed.
 */
export function parseArgs(raw: Readonly<Record<string, unknown>>): TrafficArguments {
  const { params, 'request-id': requestId, ...typed } = raw;
  if (requestId !== undefined && !isRequestId(requestId)) throw new Error('--request-id must be a UUID');
  if (params !== undefined) return { params: objectFrom(params), requestId };
  const entries = Object.entries(typed)
    .filter(([name]) => !ADDED_BY_DISPATCHER.has(name))
    .map(([name, value]) => {
      const key = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      if (LISTS.has(key) && typeof value === 'string') return [key, value.split(',')] as const;
      if (NUMBERS.has(key) && typeof value === 'string' && /^\d{1,9}$/.test(value))
        return [key, Number(value)] as const;
      if (SWITCHES.has(key) && value === 'true') return [key, true] as const;
      return [key, value] as const;
    });
  return { params: Object.fromEntries(entries), requestId };
}

function objectFrom(text: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(text));
    if (isRecord(value)) return { ...value };
  } catch {
    // Said below, without quoting what was given.
  }
  throw new Error('--params must be a JSON object');
}

/** NanoClaw passes on nothing but the message of an error, so the stable code goes with it. */
async function inOneLine(answer: () => Promise<unknown>): Promise<unknown> {
  try {
    return await answer();
  } catch (error) {
    const coded = error instanceof GuardianError || error instanceof ControlError;
    throw new Error(coded ? `${error.message} [${error.code}]` : messageOf(error), { cause: error });
  }
}
