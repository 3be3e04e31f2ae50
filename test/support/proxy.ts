import { randomBytes } from 'node:crypto';
import { AgentConnections } from '../../src/proxy/agent-connections.js';
import { createAuthority, type Authority } from '../../src/proxy/certificates/authority.js';
import { LeafContexts } from '../../src/proxy/certificates/leaf-contexts.js';
import { Credentials } from '../../src/proxy/credentials.js';
import { Dialer } from '../../src/proxy/dial/dialer.js';
import { parseUpstreamProxy } from '../../src/proxy/dial/upstream-proxy.js';
import type { Flow, FlowTap, TrafficTap } from '../../src/proxy/flow.js';
import { FrontDoor } from '../../src/proxy/front-door/front-door.js';
import { InspectionPolicy } from '../../src/proxy/inspect/inspection-policy.js';
import { Inspector } from '../../src/proxy/inspect/inspector.js';
import type { ProxyEvent } from '../../src/proxy/proxy-event.js';
import type { ProxyLimits } from '../../src/proxy/proxy-context.js';
import type { LookUp } from '../../src/proxy/reach/name-questions.js';
import { Reach } from '../../src/proxy/reach/reach.js';
import { createSecureContext, rootCertificates } from 'node:tls';
import { originAuthority } from './origin.js';

/** What was seen of one flow. */
export interface Observed {
  readonly flow: Flow;
  outbound: Buffer;
  inbound: Buffer;
  closed: boolean;
}

/** A proxy in this process with a tap that records, for tests of the data plane alone. */
export interface TestProxy {
  readonly door: FrontDoor;
  readonly port: number;
  /** Proxy URL with the credential of the agent group `tester`. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly authority: Authority;
  readonly flows: Observed[];
  readonly events: ProxyEvent[];
  readonly policy: InspectionPolicy;
  close(): Promise<void>;
}

export interface TestProxyOptions {
  readonly inspect?: boolean;
  readonly allow?: readonly string[];
  readonly tunnelHosts?: readonly string[];
  readonly upstream?: string;
  /** Gives the addresses of names; the system's resolver otherwise. */
  readonly lookUp?: LookUp;
  /** Authorities for servers beside that of the test origins, PEM. */
  readonly trusted?: readonly string[];
  readonly pinnedForMs?: number;
  readonly limits?: Partial<ProxyLimits>;
  /** Taps flows instead of the recorder. */
  readonly tap?: TrafficTap;
}

export async function startTestProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const authority = await createAuthority('Test guardian', 10);
  const { certificatePem: originCa } = await originAuthority();
  const trust = createSecureContext({ ca: [...rootCertificates, originCa, ...(options.trusted ?? [])] });
  const credentials = new Credentials(randomBytes(32), new Map());
  const policy = new InspectionPolicy({
    enabled: options.inspect ?? true,
    tunnelHosts: options.tunnelHosts ?? [],
    pinnedForMs: options.pinnedForMs ?? 60_000,
  });
  const upstream = options.upstream === undefined ? undefined : parseUpstreamProxy(options.upstream);
  const flows: Observed[] = [];
  const events: ProxyEvent[] = [];
  const door = await FrontDoor.listen(
    {
      access: {
        authenticate: (username, password) => credentials.authenticate(username, password),
        upstreamFor: () => upstream,
      },
      dialer: new Dialer(new Reach(options.allow ?? [], options.lookUp), () => trust),
      inspector: new Inspector(await LeafContexts.create(authority), () => trust),
      policy,
      tap: options.tap ?? { open: (flow) => record(flow, flows), named: () => undefined },
      report: (event) => events.push(event),
      agentConnections: new AgentConnections(options.limits?.connectionsPerAgent ?? 1000),
      limits: {
        connections: 1000,
        connectionsPerAgent: 1000,
        handshakeTimeoutMs: 5_000,
        connectTimeoutMs: 5_000,
        idleTimeoutMs: 60_000,
        ...options.limits,
      },
    },
    '127.0.0.1',
    0,
  );
  return {
    door,
    port: door.port,
    url: `http://tester:${credentials.tokenFor('tester')}@127.0.0.1:${door.port}`,
    credentials,
    authority,
    flows,
    events,
    policy,
    close: () => door.close(0),
  };
}

function record(flow: Flow, flows: Observed[]): FlowTap {
  const observed: Observed = { flow, outbound: Buffer.alloc(0), inbound: Buffer.alloc(0), closed: false };
  flows.push(observed);
  return {
    outbound: (bytes) => (observed.outbound = Buffer.concat([observed.outbound, bytes])),
    inbound: (bytes) => (observed.inbound = Buffer.concat([observed.inbound, bytes])),
    outboundEnd: () => undefined,
    inboundEnd: () => undefined,
    close: () => (observed.closed = true),
  };
}
