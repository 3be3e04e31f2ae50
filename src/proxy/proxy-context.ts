import { randomBytes } from 'node:crypto';
import type { Access } from './access.js';
import type { AgentConnections } from './agent-connections.js';
import type { Destination } from './destination.js';
import type { Dialer } from './dial/dialer.js';
import type { Flow, FlowTap, RelayOutcome, TrafficTap } from './flow.js';
import type { InspectionPolicy } from './inspect/inspection-policy.js';
import type { Inspector } from './inspect/inspector.js';
import type { ProxyEventSink } from './proxy-event.js';
import type { PumpCounts } from './pump.js';

/** Bounds on what clients may take. */
export interface ProxyLimits {
  /** Connections in all. */
  readonly connections: number;
  /** Connections of one agent group. */
  readonly connectionsPerAgent: number;
  /** Milliseconds from accepting a connection to its complete first request, and for each TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** Milliseconds for name resolution, TCP and the upstream proxy's answer. */
  readonly connectTimeoutMs: number;
  /** Milliseconds without a byte in either direction after which a connection is closed. */
  readonly idleTimeoutMs: number;
}

/** What every connection needs; one object for the whole proxy, so that a reload can replace its parts. */
export interface ProxyContext {
  readonly access: Access;
  readonly dialer: Dialer;
  readonly inspector: Inspector | undefined;
  readonly policy: InspectionPolicy;
  readonly tap: TrafficTap;
  readonly report: ProxyEventSink;
  readonly limits: ProxyLimits;
  readonly agentConnections: AgentConnections;
}

/** A client that has proved which agent group it belongs to. */
export interface Client {
  readonly agent: string;
  /** `host:port` */
  readonly source: string;
}

/** A connection that is counted, observed or not, until {@link RunningFlow.end}. */
export interface RunningFlow {
  readonly tap: FlowTap | undefined;
  readonly end: (counts: PumpCounts) => void;
}

/** Starts a flow: opens its tap when it is observed, else tells its name, and reports its one outcome at its end (law 6). */
export function startFlow(
  context: ProxyContext,
  client: Client,
  destination: Destination,
  intended: RelayOutcome,
  tls?: { readonly alpn: string | undefined },
): RunningFlow {
  // Plain traffic is not opened, so this is where a pause reaches it.
  const outcome = intended === 'observed' && !context.policy.isObserving ? 'paused' : intended;
  const flow = newFlow(client, destination, tls);
  const tap = outcome === 'observed' ? context.tap.open(flow) : undefined;
  if (tap === undefined) tellName(context, flow);
  return {
    tap,
    end: ({ outbound, inbound }) =>
      context.report({ kind: 'flow-ended', end: { flow, outcome, bytesOut: outbound, bytesIn: inbound } }),
  };
}

/** Tells the name of a destination that a client asked for and that was refused or could not be reached. */
export function tellUnreached(context: ProxyContext, client: Client, destination: Destination): void {
  tellName(context, newFlow(client, destination, undefined));
}

function tellName({ policy, tap }: ProxyContext, flow: Flow): void {
  if (policy.isObserving) tap.named(flow);
}

function newFlow(
  client: Client,
  destination: Destination,
  tls: { readonly alpn: string | undefined } | undefined,
): Flow {
  return {
    id: randomBytes(9).toString('base64url'),
    agent: client.agent,
    source: client.source,
    destination,
    scheme: tls === undefined ? 'http' : 'https',
    alpn: tls?.alpn,
  };
}
