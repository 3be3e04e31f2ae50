import type { Destination } from './destination.js';

/** One connection of a client to a destination, as everything behind the relay knows it. */
export interface Flow {
  /** Unique in this process and unguessable outside of it; also the `flow` of findings. */
  readonly id: string;
  /** Agent group, proved by the proxy credential. */
  readonly agent: string;
  /** Client address, `host:port`. */
  readonly source: string;
  readonly destination: Destination;
  /** `https` when the relay opened TLS, otherwise `http`. */
  readonly scheme: 'http' | 'https';
  /** Application protocol that both sides agreed on, for instance `h2`; undefined without TLS or ALPN. */
  readonly alpn: string | undefined;
}

/**
 * Receives copies of the bytes of one flow. Every call returns at once and never throws: the relay does not know
 * whether anyone looks (law 2). Chunks are valid only during the call.
 */
export interface FlowTap {
  /** Bytes from the client to the destination. */
  outbound(bytes: Uint8Array): void;
  /** Bytes from the destination to the client. */
  inbound(bytes: Uint8Array): void;
  /** The client will send no more. */
  outboundEnd(): void;
  /** The destination will send no more. */
  inboundEnd(): void;
  /** The flow is over in both directions. */
  close(): void;
}

/** Where the relay announces flows that are to be observed. */
export interface TrafficTap {
  open(flow: Flow): FlowTap;
  /**
   * Tells of a connection of which only the name is known: it was asked for and is not opened, or could not be made.
   * Data can leave in a name alone, because somebody's server is asked about it.
   */
  named(flow: Flow): void;
}

/** Why a connection's content was not looked at, or that it was. Each connection has exactly one (law 6). */
export type RelayOutcome =
  /** Handed to the observer, which may still report parts that it could not see. */
  | 'observed'
  /** Not opened because the configuration says so: inspection is off, or the host is listed. */
  | 'tunnelled'
  /** Not opened because the client refused our certificate before. */
  | 'pinned'
  /** Inside CONNECT but neither TLS nor HTTP. */
  | 'not_tls'
  /** The operator paused inspection. */
  | 'paused';

/** The end of a connection, for the coverage ledger. */
export interface FlowEnd {
  readonly flow: Flow;
  readonly outcome: RelayOutcome;
  readonly bytesOut: number;
  readonly bytesIn: number;
}
