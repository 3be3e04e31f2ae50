import { answers, statusAnswerSchema, type StatusAnswer } from '../../sidecar/control/answers.js';
import { digestLines } from '../../sidecar/digest/digest-lines.js';
import { englishTexts } from '../../text/texts.js';
import { validatorOf } from '../../validation/validator.js';
import { accepted, readOnly, reply, type GuardianTool } from '../tool.js';

const validateNothing = validatorOf<object>({ type: 'object', additionalProperties: false, properties: {} });

/** Pinned hosts in a reply; the text says how many there are. */
const MAX_PINNED = 50;

/** Whether and how well traffic is watched. */
export const statusTool: GuardianTool = {
  definition: {
    name: 'clawsec_traffic_status',
    title: 'Traffic Guardian: status',
    description: [
      'Says whether the Traffic Guardian is watching the network traffic of the agents on this machine, how many',
      'findings there were in the last 24 hours by severity, which share of the traffic could be inspected and which',
      'could not (with the hosts and the reasons), and warnings that need the operator; digest_24h has the hosts that were',
      'reached with bytes, new hosts, findings by kind and incidents of 24 hours. Takes no input. Call it first',
      'when asked whether traffic is monitored, whether something suspicious happened, or why a host is not inspected.',
      'The Guardian only detects and logs; it blocks nothing, and this tool changes nothing.',
    ].join(' '),
    inputSchema: { type: 'object', additionalProperties: false, properties: {} },
    outputSchema: {
      type: 'object',
      description: statusAnswerSchema.description,
      additionalProperties: false,
      required: [...statusAnswerSchema.required],
      properties: statusAnswerSchema.properties,
    },
    annotations: { title: 'Traffic Guardian: status', ...readOnly },
  },
  call: async (client, args) => {
    accepted(validateNothing(args));
    const status = answers.status(await client.call('status', { digest: true }));
    return reply({ ...status, pinned: status.pinned.slice(0, MAX_PINNED) }, textOf(status));
  },
};

/** What happened lately and whether traffic is watched now; what only the operator can change stands at the end. */
function textOf({ digest_24h: digest, ...status }: StatusAnswer): string {
  const { version, state, started_at: since, coverage } = status;
  const worst = coverage.worst_hosts.slice(0, 5).map(({ host, outcome }) => `${host} (${outcome})`);
  return [
    ...(status.pause === undefined
      ? []
      : [
          `PAUSED BY THE OPERATOR until ${status.pause.until}: connections that begin meanwhile are NOT inspected,`,
          `and nothing in them is found. Reason given: ${status.pause.reason}`,
        ]),
    `Traffic Guardian ${version} is ${state} since ${since}, mode detect (nothing is blocked).`,
    ...(digest === undefined ? [] : digestLines({ ...digest, warnings: [] }, ENGLISH).slice(1)),
    ...(worst.length > 0 ? [`Least seen: ${worst.join(', ')}.`] : []),
    ...(status.pinned.length > 0 ? [`Hosts whose clients refuse inspection: ${status.pinned.length}.`] : []),
    ...status.warnings.map(({ code, message }) => `Warning ${code}: ${message}`),
  ].join('\n');
}

const ENGLISH = { texts: englishTexts, time: (iso: string) => iso } as const;
