import { saidOf } from '../../text/said.js';
import { pinnedWarnings } from '../status-of-pinned.js';
import type { Status } from '../status.generated.js';

/**
 * The status as an agent group may see it: totals of everybody, hosts and findings only of its own, and nothing of this
 * machine. Hosts that others talk to are theirs; a path or a process id helps only somebody who is not supposed to get
 * there.
 *
 * @param ownFindings Findings of the group in 24 hours.
 */
export function statusForGroup(status: Status, agent: string, ownFindings: Status['findings_24h']): Status {
  const pinned = status.pinned.filter((each) => each.agent === agent);
  const shared: Status = { ...status };
  // Where the operator sends findings is nobody else's business.
  delete shared.sinks;
  return {
    ...shared,
    pid: 0,
    home: '',
    findings_24h: ownFindings,
    coverage: { ...status.coverage, worst_hosts: [] },
    pinned,
    warnings: [
      ...status.warnings.filter(({ code }) => !/^status\.(?:sink_|pinned)/.test(code)),
      ...pinnedWarnings(status.pinned)
        .filter(({ code }) => code === 'status.pinned')
        .map(({ args }) => saidOf({ code: 'status.pinned_for_agents', args: { count: args.count } })),
      ...pinnedWarnings(pinned)
        .filter(({ code }) => code !== 'status.pinned')
        .map(saidOf),
    ],
  };
}
