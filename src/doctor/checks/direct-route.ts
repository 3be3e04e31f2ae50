import { readFileSync, readlinkSync } from 'node:fs';
import type { Check } from '../check.js';
import { ok, skip, warn } from '../verdict.js';

/**
 * Whether a process could go around the Guardian by ignoring its variables: whether it has a way to the network of its
 * own. Read from Linux' /proc; nothing is sent.
 */
export const directRoute: Check = {
  code: 'direct_route',
  run: ({ target }) => {
    if (target?.pid === undefined) return skip({ code: 'doctor.route.no_pid', args: {} });
    const remedy = { code: 'doctor.route.remedy', args: {} } as const;
    const { pid } = target;
    const [own, its] = [namespaceOf('self'), namespaceOf(pid)];
    if (own === undefined || its === undefined) return skip({ code: 'doctor.route.unknown', args: {} });
    if (own === its) return [warn({ code: 'doctor.route.same_network', args: {} }, remedy)];
    return hasDefaultRoute(pid)
      ? [warn({ code: 'doctor.route.open', args: {} }, remedy)]
      : ok({ code: 'doctor.route.closed', args: {} });
  },
};

function namespaceOf(pid: number | 'self'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

/** proc_net(5): destination 00000000 is the default route; in ipv6_route it has the prefix length 00. */
function hasDefaultRoute(pid: number): boolean {
  const v4 = linesOf(`/proc/${pid}/net/route`).some((line) => line.split('\t')[1] === '00000000');
  const v6 = linesOf(`/proc/${pid}/net/ipv6_route`).some(
    (line) => /^0{32} 00 /.test(line) && !line.trimEnd().endsWith(' lo'),
  );
  return v4 || v6;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
