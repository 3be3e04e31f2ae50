// The Guardian's proxy without the rest of the sidecar, so that its tap can be chosen: none at all, one that reads and detects
// nothing, or the real observer with a thread that can be told to stand still or to die.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AgentConnections } from '../../../src/proxy/agent-connections.js';
import type { Authority } from '../../../src/proxy/certificates/authority.js';
import { LeafContexts } from '../../../src/proxy/certificates/leaf-contexts.js';
import { upstreamTrust } from '../../../src/proxy/certificates/upstream-trust.js';
import { Dialer } from '../../../src/proxy/dial/dialer.js';
import type { FlowTap, TrafficTap } from '../../../src/proxy/flow.js';
import { FrontDoor } from '../../../src/proxy/front-door/front-door.js';
import { InspectionPolicy } from '../../../src/proxy/inspect/inspection-policy.js';
import { Inspector } from '../../../src/proxy/inspect/inspector.js';
import { Reach } from '../../../src/proxy/reach/reach.js';
import { Observer } from '../../../src/observe/observer.js';
import { settingsOf } from '../../../src/sidecar/settings.js';

export interface RelayOptions {
  readonly tap: 'none' | 'reader' | 'observer';
  readonly authority: { readonly certificateFile: string; readonly keyFile: string };
  readonly trustedCaFile: string;
  readonly allowHostServices: readonly string[];
}

/** What the benchmark may tell its observer. */
export type RelayRequest = 'stall' | 'die';

/** What the observer's thread runs. */
const PROGRAMS = { reader: './reading-observer.js', observer: './fragile-observer.js' } as const;
const RING_BYTES = 16 * 1024 * 1024;
const options = JSON.parse(process.argv[2] ?? '') as RelayOptions;
const { limits, maxScanBytes } = settingsOf({ limits: { connections: 20_000, connectionsPerAgent: 10_000 } }, '/');

const observer =
  options.tap === 'none'
    ? undefined
    : new Observer({
        program: new URL(PROGRAMS[options.tap], import.meta.url),
        programData: { fingerprintKey: randomBytes(32), findingKey: randomBytes(32), maxScanBytes },
        ringBytes: RING_BYTES,
        stalledAfterMs: 5_000,
        onMessage: () => undefined,
        onFlowClosed: () => undefined,
        onEvent: () => undefined,
      });
await observer?.start();

const ignored: FlowTap = {
  outbound: () => undefined,
  inbound: () => undefined,
  outboundEnd: () => undefined,
  inboundEnd: () => undefined,
  close: () => undefined,
};
const nobody: TrafficTap = { open: () => ignored, named: () => undefined };

const authority: Authority = {
  certificatePem: readFileSync(options.authority.certificateFile, 'utf8'),
  privateKeyPem: readFileSync(options.authority.keyFile, 'utf8'),
};
const trust = upstreamTrust([options.trustedCaFile], process.env);
const door = await FrontDoor.listen(
  {
    access: { authenticate: () => ({ kind: 'agent', agent: 'bench' }), upstreamFor: () => undefined },
    dialer: new Dialer(new Reach(options.allowHostServices), () => trust),
    inspector: new Inspector(await LeafContexts.create(authority), () => trust),
    policy: new InspectionPolicy({ enabled: true, tunnelHosts: [], pinnedForMs: 60_000 }),
    tap: observer ?? nobody,
    report: () => undefined,
    agentConnections: new AgentConnections(limits.connectionsPerAgent),
    limits,
  },
  '127.0.0.1',
  0,
);
process.on('disconnect', () => process.exit(0));
process.on('message', ({ request }: { request: RelayRequest }) => observer?.tell(request));
process.send?.({ port: door.port });
