import type { Socket } from 'node:net';
import type { Destination } from '../destination.js';
import { sniff } from '../inspect/sniff.js';
import { CLIENT_CERTIFICATE } from '../inspect/inspection-policy.js';
import type { InspectOutcome, Inspector } from '../inspect/inspector.js';
import type { ClientHello } from '../../wire/tls/client-hello.js';
import { startFlow, type Client, type ProxyContext } from '../proxy-context.js';
import { pump, type Peer } from '../pump.js';
import type { RelayOutcome } from '../flow.js';

/** An accepted CONNECT: the client has its 200 and the destination is connected. */
export interface Tunnel {
  readonly client: Client;
  readonly clientSocket: Socket;
  readonly serverSocket: Socket;
  readonly destination: Destination;
  /** What lies between us and the destination, for the key of resumed sessions. */
  readonly route: string;
}

/** A client that leaves this soon after the handshake, without a byte, has not used the connection. */
const SILENT_CLOSE_MS = 2_000;

/** Relays an accepted CONNECT to its end: opened, observed as it is, or blind, as the policy and the bytes decide. */
export async function runTunnel(context: ProxyContext, tunnel: Tunnel): Promise<void> {
  const decision = context.policy.decide(tunnel.client.agent, tunnel.destination);
  if (decision !== 'inspect' || context.inspector === undefined) {
    relay(context, tunnel, decision === 'inspect' ? 'tunnelled' : decision);
    return;
  }
  const first = await sniff(tunnel.clientSocket, tunnel.serverSocket, context.limits);
  switch (first.kind) {
    case 'tls':
      await open(context, context.inspector, tunnel, first.hello);
      return;
    case 'http':
      relay(context, tunnel, 'observed');
      return;
    case 'other':
      relay(context, tunnel, 'not_tls');
      return;
    case 'ended':
      relay(context, tunnel, 'not_tls', first.said);
      return;
    case 'gone':
      // Nothing passed, so nothing went by unseen: what it would have spoken is not known to be anything but TLS.
      endUnused(context, tunnel, 'observed');
      tunnel.serverSocket.destroy();
      tunnel.clientSocket.destroy();
  }
}

/** @param said Everything that the client said, when it has ended its side already. */
function relay(context: ProxyContext, tunnel: Tunnel, outcome: RelayOutcome, said?: Buffer): void {
  const { clientSocket, serverSocket } = tunnel;
  const flow = startFlow(context, tunnel.client, tunnel.destination, outcome);
  const client = { stream: clientSocket, raw: clientSocket };
  const server = { stream: serverSocket, raw: serverSocket };
  closeWhenIdle(client, server, context.limits);
  pump(client, server, flow.tap, flow.end, said);
}

async function open(context: ProxyContext, inspector: Inspector, tunnel: Tunnel, hello: ClientHello): Promise<void> {
  const { client, destination, route, clientSocket, serverSocket } = tunnel;
  const { agent } = client;
  const begunAt = performance.now();
  const outcome = await inspector.open({
    client: clientSocket,
    server: serverSocket,
    hello,
    destination,
    route,
    timeoutMs: context.limits.handshakeTimeoutMs,
  });
  if (outcome.kind === 'opened') {
    const flow = startFlow(context, client, destination, 'observed', { alpn: outcome.alpn });
    const openedAt = performance.now();
    closeWhenIdle(outcome.client, outcome.server, context.limits);
    pump(outcome.client, outcome.server, flow.tap, (end) => {
      flow.end(end);
      if (end.outbound > 0) {
        context.policy.clientAccepted(agent, destination);
        return;
      }
      if (end.serverLeft || performance.now() - openedAt >= SILENT_CLOSE_MS) return;
      leftSilently(context, agent, destination, begunAt);
    });
    const use = context.policy.useOf(agent, destination);
    outcome.client.stream.on('data', () => {
      use.at = performance.now();
    });
    return;
  }
  endUnused(context, tunnel, judge(context, tunnel, outcome, begunAt));
}

/** Counts a connection that ended before anything passed. */
function endUnused(context: ProxyContext, { client, destination }: Tunnel, outcome: RelayOutcome): void {
  const flow = startFlow(context, client, destination, outcome);
  flow.tap?.close();
  flow.end({ outbound: 0, inbound: 0 });
}

/** Remembers and reports why a connection was not opened; tells as what it counts. */
function judge(
  context: ProxyContext,
  { client: { agent }, destination }: Tunnel,
  outcome: Exclude<InspectOutcome, { kind: 'opened' }>,
  begunAt: number,
): RelayOutcome {
  const { policy, report } = context;
  switch (outcome.kind) {
    case 'rejected-by-client':
      policy.clientRefused(agent, destination, outcome.code);
      report({ kind: 'leaf-rejected', agent, destination, code: outcome.code });
      return 'pinned';
    case 'closed-by-client':
      return leftSilently(context, agent, destination, begunAt) ? 'pinned' : 'observed';
    case 'certified-client':
      policy.clientRefused(agent, destination, CLIENT_CERTIFICATE);
      report({ kind: 'leaf-rejected', agent, destination, code: CLIENT_CERTIFICATE });
      return 'pinned';
    case 'invalid-upstream':
      report({ kind: 'upstream-invalid', agent, destination });
      return 'observed';
    case 'upstream-failed':
      report({ kind: 'upstream-tls-failed', agent, destination, code: outcome.code });
      return 'observed';
    case 'client-left':
      return 'observed';
  }
}

/** Notes that a client closed without a word, and reports it where that makes the host one that pins. Tells whether it does. */
function leftSilently(
  { policy, report }: ProxyContext,
  agent: Client['agent'],
  destination: Destination,
  begunAt: number,
): boolean {
  const isPinned = policy.clientSilent(agent, destination, begunAt);
  if (isPinned) report({ kind: 'leaf-rejected', agent, destination, code: 'closed' });
  return isPinned;
}

/** What either of them sends passes the client's stream, so that its timer alone tells that nothing passes. */
function closeWhenIdle(client: Peer, server: Peer, { idleTimeoutMs }: ProxyContext['limits']): void {
  client.stream.setTimeout(idleTimeoutMs).on('timeout', () => {
    client.stream.destroy();
    server.stream.destroy();
  });
}
