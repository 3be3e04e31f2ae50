import { answers } from '../../sidecar/control/answers.js';
import { statusSchema, type Status } from '../../sidecar/status.generated.js';
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
      'could not (with the hosts and the reasons), and warnings that need the operator. Takes no input. Call it first',
      'when asked whether traffic is monitored, whether something suspicious happened, or why a host is not inspected.',
      'The Guardian only detects and logs; it blocks nothing, and this tool changes nothing.',
    ].join(' '),
    inputSchema: { type: 'object', additionalProperties: false, properties: {} },
    outputSchema: {
      type: 'object',
      description: statusSchema.description,
      additionalProperties: false,
      required: [...statusSchema.required],
      properties: statusSchema.properties,
    },
    annotations: { title: 'Traffic Guardian: status', ...readOnly },
  },
  call: async (client, args) => {
    accepted(validateNothing(args));
    const status = answers.status(await client.call('status', {}));
    return reply({ ...status, pinned: status.pinned.slice(0, MAX_PINNED) }, textOf(status));
  },
};

function textOf({ state, version, started_at: since, findings_24h: found, coverage, ...status }: Status): string {
  const { bytes_seen: seen, bytes_unseen: unseen, connections } = coverage;
  const worst = coverage.worst_hosts.slice(0, 5).map(({ host, outcome }) => `${host} (${outcome})`);
  return [
    ...(status.pause === undefined
      ? []
      : [
          `PAUSED BY THE OPERATOR until ${status.pause.until}: connections that begin meanwhile are NOT inspected,`,
          `and nothing in them is found. Reason given: ${status.pause.reason}`,
        ]),
    `Traffic Guardian ${version} is ${state} since ${since}, mode detect (nothing is blocked).`,
    `HTTPS inspection is ${status.https_inspection ? 'on' : 'off: the content of HTTPS is not seen'}.`,
    `Findings in 24 hours: ${found.total} (critical ${found.critical}, high ${found.high}, medium ${found.medium}, low ${found.low}).`,
    `Coverage since the start: ${connections} connections, ${seen} bytes inspected, ${unseen} bytes not inspected.`,
    ...(worst.length > 0 ? [`Least seen: ${worst.join(', ')}.`] : []),
    ...(status.pinned.length > 0 ? [`Hosts whose clients refuse inspection: ${status.pinned.length}.`] : []),
    ...status.warnings.map(({ code, message }) => `Warning ${code}: ${message}`),
  ].join('\n');
}
