/** How a load process reaches the origin: directly, or through a contestant. */
export interface Route {
  /** `connect`: a tunnel; `absolute`: requests in absolute form, as a client speaks plain HTTP through a proxy. */
  readonly via: 'direct' | 'connect' | 'absolute';
  /** Where the contestant listens; the origin itself when direct. */
  readonly dial: { readonly host: string; readonly port: number };
  /** Value of `Proxy-Authorization`. */
  readonly authorization?: string;
  readonly origin: { readonly host: string; readonly port: number };
  /** The one authority that is trusted, PEM: a contestant that does not open TLS when it should fails here. */
  readonly tlsAuthority?: string;
}

/** One kind of request, and the answer that it must get to the byte. */
export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** File with the body to send. */
  readonly sendFile?: string;
  /** File with the body that must come back. */
  readonly expectFile?: string;
  /** A repeated pattern that must come back instead: the file's bytes over and over, this many in all. */
  readonly expectBytes?: number;
  /** A text in the file for which each answer has one of its own. */
  readonly varies?: string;
}

/** Requests as fast as they go on connections that stay open. */
export interface RequestsJob {
  readonly kind: 'requests';
  readonly route: Route;
  readonly exchange: Exchange;
  /** Answered on each connection before the clock starts. */
  readonly warmUp: Exchange;
  readonly connections: number;
  readonly warmUps: number;
  readonly milliseconds: number;
  /** Stops after this many, whatever the time. */
  readonly most?: number;
}

/** A new connection for every request, as fast as they go. */
export interface ConnectionsJob {
  readonly kind: 'connections';
  readonly route: Route;
  readonly exchange: Exchange;
  /** How many are under way at the same time. */
  readonly workers: number;
  readonly milliseconds: number;
  /** Whether clients resume the TLS session of an earlier connection. */
  readonly resume: boolean;
}

/** Requests at a fixed rate on connections that stay open. */
export interface PacedJob {
  readonly kind: 'paced';
  readonly route: Route;
  readonly exchange: Exchange;
  readonly connections: number;
  readonly perSecond: number;
  readonly milliseconds: number;
}

/** Server-sent events: how long each one took from the origin's write to the client's read. */
export interface EventsJob {
  readonly kind: 'events';
  readonly route: Route;
  readonly path: string;
  readonly streams: number;
  readonly milliseconds: number;
}

/** Connections that have done one request each and then stay open without a byte until they are told to go. */
export interface HoldJob {
  readonly kind: 'hold';
  readonly route: Route;
  readonly exchange: Exchange;
  readonly connections: number;
}

export type Job = RequestsJob | ConnectionsJob | PacedJob | EventsJob | HoldJob;

/** What became of a job. */
export interface JobResult {
  /** Answers that were complete and right. */
  readonly count: number;
  /** Body bytes in both directions. */
  readonly bodyBytes: number;
  /**
   * All bytes in both directions inside the connections since they were opened, TLS not counted: what a relay counts.
   */
  readonly streamBytes: number;
  readonly seconds: number;
  /** Microseconds, for jobs that measure delays. */
  readonly delays: readonly number[];
  /** Connections whose TLS session was resumed. */
  readonly resumed: number;
  /** Processor seconds that the load process itself used. */
  readonly processorSeconds: number;
}

/** Parent to load process. `prepare` opens connections and warms up; `go` runs; `end` closes what is open. */
export type LoadRequest = { readonly kind: 'prepare'; readonly job: Job } | { readonly kind: 'go' | 'end' };

export type LoadAnswer =
  | { readonly kind: 'ready' | 'ended' }
  | { readonly kind: 'result'; readonly result: JobResult }
  | { readonly kind: 'failed'; readonly reason: string };
