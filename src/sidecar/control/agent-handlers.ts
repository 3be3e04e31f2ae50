import { isIPv6 } from 'node:net';
import { displayUpstream } from '../../proxy/dial/upstream-proxy.js';
import { validatorOf } from '../../validation/validator.js';
import type { Sidecar } from '../sidecar.js';
import { accepted, validateNothing } from './accepted.js';
import type { AgentAnswer, AgentsAnswer, ProxyUrlAnswer, RevokeAnswer } from './answers.js';
import { proxyUrlRequestSchema, type ProxyUrlRequest } from './proxy-url.generated.js';
import { revokeAgentRequestSchema, type RevokeAgentRequest } from './revoke-agent.generated.js';
import type { ControlHandler } from './server.js';
import { setUpstreamRequestSchema, type SetUpstreamRequest } from './set-upstream.generated.js';

const validateProxyUrl = validatorOf<ProxyUrlRequest>(proxyUrlRequestSchema);
const validateSetUpstream = validatorOf<SetUpstreamRequest>(setUpstreamRequestSchema);
const validateRevoke = validatorOf<RevokeAgentRequest>(revokeAgentRequestSchema);

/** What the operator and the host ask about agent groups. None of it is let through for an agent. */
export function agentHandlers(sidecar: Sidecar): Record<string, ControlHandler> {
  /** Groups whose credential was asked for since the start: their containers may not have connected yet. */
  const minted = new Set<string>();
  return {
    'proxy-url': (params) => {
      const { agent } = accepted(validateProxyUrl(params));
      minted.add(agent);
      return proxyUrls(sidecar, agent);
    },
    agents: (params) => {
      accepted(validateNothing(params));
      return agentsAnswer(sidecar);
    },
    'set-upstream': (params) => {
      const { agent, url } = accepted(validateSetUpstream(params));
      return setUpstream(sidecar, agent, url);
    },
    'revoke-agent': (params) => {
      const { agent } = accepted(validateRevoke(params));
      return revoke(sidecar, agent, minted.has(agent));
    },
  };
}

function proxyUrls(sidecar: Sidecar, agent: string): ProxyUrlAnswer {
  const { generation } = sidecar.agents.agents.get(agent) ?? { generation: 0 };
  sidecar.audit.record({ kind: 'credential_minted', agent, generation });
  return {
    url: proxyUrlFor(sidecar, agent),
    localUrl: localProxyUrl(sidecar, agent),
    ...(sidecar.ca === undefined ? {} : { caBundle: sidecar.settings.caBundle }),
  };
}

/** Proxy URL of an agent group, with its credential. */
function proxyUrlFor({ settings, listening, credentials }: Sidecar, agent: string): string {
  const base = new URL(settings.proxyUrl ?? `http://${listening}`);
  base.username = agent;
  base.password = credentials.tokenFor(agent);
  return base.href.replace(/\/$/, '');
}

/** The proxy as programs on this machine reach it; a configured `proxyUrl` is how containers do. */
function localProxyUrl({ settings, listening, credentials }: Sidecar, agent: string): string {
  const { host } = settings.listen;
  // What listens everywhere is reached on loopback.
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const port = listening.slice(listening.lastIndexOf(':') + 1);
  return `http://${agent}:${credentials.tokenFor(agent)}@${isIPv6(reached) ? `[${reached}]` : reached}:${port}`;
}

/** Every group of which anything is known, and every one that is connected. */
function agentsAnswer({ agents, agentConnections }: Sidecar): AgentsAnswer {
  const counts = agentConnections.counts();
  const names = [...new Set([...agents.agents.keys(), ...counts.keys()])].sort();
  return {
    agents: names.map((name): AgentAnswer => {
      const { generation, upstream } = agents.agents.get(name) ?? { generation: 0, upstream: undefined };
      return {
        name,
        generation,
        ...(upstream === undefined ? {} : { upstream: displayUpstream(upstream) }),
        connections: counts.get(name) ?? 0,
      };
    }),
  };
}

/** Connections that are open keep the proxy that they were opened through. */
function setUpstream({ agents, log, audit }: Sidecar, agent: string, url: string | null): { upstream: string | null } {
  const before = agents.upstreamFor(agent);
  const { upstream } = agents.setUpstream(agent, url);
  if (upstream?.url !== before?.url) audit.record({ kind: 'upstream_changed', agent, own: upstream !== undefined });
  const shown = upstream === undefined ? null : displayUpstream(upstream);
  log.info({ agent, upstream: shown }, 'upstream proxy of an agent group set');
  return { upstream: shown };
}

function revoke({ agents, agentConnections, log, audit }: Sidecar, agent: string, minted: boolean): RevokeAnswer {
  const noted = minted || agents.agents.has(agent);
  const { generation } = agents.revoke(agent);
  const closed = agentConnections.closeAll(agent);
  log.info({ agent, generation, closed }, 'credential of an agent group revoked');
  audit.record({ kind: 'credential_revoked', agent, generation, closed });
  return { generation, known: noted || closed > 0, closed };
}
