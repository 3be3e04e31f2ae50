import type { Flow } from '../proxy/flow.js';

export type Direction = 'outbound' | 'inbound';

/**
 * Where in a message a piece of content stood; the form of a finding's `location`. `tool_call` is what a model asks an
 * agent to do: of everything that comes in, it is closest to being done.
 */
export type Location = 'url' | 'body' | 'frame' | 'event' | 'tool_call' | `header:${string}`;

/** What is known about a piece of content while it is scanned. */
export interface Content {
  readonly flow: Flow;
  readonly direction: Direction;
  readonly protocol: 'http' | 'https' | 'ws' | 'wss';
  readonly location: Location;
  /** A body that is sent to where clients sign in. */
  readonly signsIn?: true;
  /** The same for all content that is one message read in several ways, such as events and what they say together. */
  readonly message?: object;
}

/** Content of a flow's own protocol. */
export function contentOf(flow: Flow, direction: Direction, location: Location): Content {
  return { flow, direction, protocol: flow.scheme, location };
}

/** The same content as part of one message. Written out: copied with `...`, one field more costs Node 20 a microsecond. */
export function partOf(message: object, { flow, direction, protocol, location, signsIn }: Content): Content {
  return signsIn === undefined
    ? { flow, direction, protocol, location, message }
    : { flow, direction, protocol, location, message, signsIn };
}

/** Takes decoded content, in order. Chunks are valid only during the call. */
export interface ContentStream {
  write(bytes: Uint8Array): void;
  /** The sender pauses: what came so far is looked at without waiting for more. */
  flush(): void;
  /** Nothing follows. What was held back for a match across chunks is settled now. */
  end(): void;
}

/** What stands behind the protocols: it is given plain content and knows no protocol. */
export interface ContentSink {
  /** The name of a host that was asked for: once for each connection, and again for other names asked for on it. */
  name(content: Content, host: string): void;
  /** A complete short text. */
  text(content: Content, bytes: Uint8Array): void;
  /**
   * Several short texts at once: the URL and header values of a message. Looking at each alone would cost more.
   *
   * @returns whether each of them is known to be clean from an earlier time, so that nothing had to be looked at.
   */
  texts(values: readonly string[], contentOf: (index: number) => Content): boolean;
  /** Content that comes in pieces: a body, a frame sequence, joined events. */
  stream(content: Content): ContentStream;
}

/** What the observer saw of one flow, in bytes as relayed. */
export interface FlowCoverage {
  readonly seen: number;
  /** Beyond the scan limit of a message. */
  readonly truncated: number;
  /** Lost because the observer was overloaded, restarted or stalled. */
  readonly dropped: number;
  /** Not of a protocol that the observer reads, or no longer of one. */
  readonly unparsed: number;
  /** Why `unparsed` is above 0, for people. */
  readonly unparsedReason: string | undefined;
}
