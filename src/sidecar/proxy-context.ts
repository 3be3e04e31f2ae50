import type { ProxyContext } from '../proxy/proxy-context.js';
import { LineAllowance } from './line-allowance.js';
import { auditEventOf, shownEvent } from './proxy-audit.js';
import type { ProxyParts } from './proxy-parts.js';
import type { Settings } from './settings.js';
import type { Sidecar } from './sidecar.js';

/**
 * What the proxy needs of a sidecar. Asked anew for each connection, so that a reload reaches the next one.
 *
 * @param parts Those in use at the time.
 */
export function proxyContextOf(sidecar: Sidecar, parts: () => ProxyParts): ProxyContext {
  const settings = (): Settings => sidecar.settings;
  const { credentials, agents, policy, observer, agentConnections, audit, counts, ledger, hosts, log, openFiles } =
    sidecar;
  const { shownDest } = sidecar.lists;
  const lines = new LineAllowance();
  return {
    access: {
      authenticate: (username, password) => credentials.authenticate(username, password),
      upstreamFor: (agent) => agents.upstreamFor(agent) ?? parts().upstream,
    },
    get dialer() {
      return parts().dialer;
    },
    get inspector() {
      return parts().inspector;
    },
    get limits() {
      return settings().limits;
    },
    policy,
    tap: observer,
    agentConnections,
    report: (event) => {
      const audited = auditEventOf(event, shownDest);
      if (audited !== undefined) audit.record(audited);
      openFiles.note(event);
      counts.set(event.kind, (counts.get(event.kind) ?? 0) + 1);
      if (event.kind === 'flow-ended') {
        hosts.ended(event.end);
        ledger.unobserved(event.end);
        return;
      }
      const leftOut = lines.take(event.kind);
      if (leftOut === undefined) return;
      log.info(
        { proxy: shownEvent(event, shownDest), ...(leftOut === 0 ? {} : { left_out_before: leftOut }) },
        event.kind,
      );
    },
  };
}
