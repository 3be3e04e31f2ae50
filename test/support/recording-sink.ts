import type { Content, ContentSink } from '../../src/observe/content.js';
import { FlowObserver } from '../../src/observe/flow-observer.js';
import type { Flow } from '../../src/proxy/flow.js';
import type { FlowCoverage } from '../../src/observe/content.js';

/** A piece of content that reached the detector. */
export interface Seen {
  readonly direction: string;
  readonly location: string;
  readonly text: string;
  readonly signsIn?: true;
}

export const TEST_FLOW: Flow = {
  id: 'flow',
  agent: 'tester',
  source: '127.0.0.1:1',
  destination: { host: 'example.invalid', port: 443 },
  scheme: 'https',
  alpn: undefined,
};

/** A sink that remembers what it was given. */
export function recordingSink(): { sink: ContentSink; seen: Seen[]; names: string[] } {
  const seen: Seen[] = [];
  const names: string[] = [];
  const add = ({ direction, location, signsIn }: Content, text: string): void =>
    void seen.push({ direction, location, text, ...(signsIn && { signsIn }) });
  const sink: ContentSink = {
    name: (_content, host) => void names.push(host),
    text: (content, bytes) => add(content, Buffer.from(bytes).toString('latin1')),
    texts: (values, contentOf) =>
      values.forEach((value, index) => {
        if (value !== '') add(contentOf(index), value);
      }),
    stream: (content) => {
      const chunks: Buffer[] = [];
      return {
        write: (bytes) => void chunks.push(Buffer.from(bytes)),
        flush: () => undefined,
        end: () => add(content, Buffer.concat(chunks).toString('latin1')),
      };
    },
  };
  return { sink, seen, names };
}

/** Bytes of one direction, in the order in which the relay saw them. */
export type Exchange = readonly (readonly [direction: 'outbound' | 'inbound', bytes: Buffer | string])[];

/** What a flow observer makes of an exchange: the content and the coverage. */
export async function observe(
  exchange: Exchange,
  options: { flow?: Partial<Flow>; maxScanBytes?: number } = {},
): Promise<{ seen: Seen[]; names: string[]; coverage: FlowCoverage }> {
  const { sink, seen, names } = recordingSink();
  const announcement = {
    flow: { ...TEST_FLOW, ...options.flow },
    resumed: false,
    canSkip: false,
    offsets: { outbound: 0, inbound: 0 },
  };
  const flow = new FlowObserver(announcement, sink, options.maxScanBytes ?? 1024 * 1024, () => undefined);
  for (const [direction, bytes] of exchange) {
    flow.bytes(direction, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }
  flow.end('outbound');
  flow.end('inbound');
  let coverage: FlowCoverage | undefined;
  flow.close((value) => (coverage = value));
  // The thread's loop calls this whenever the ring is empty.
  while (coverage === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    flow.idle();
  }
  return { seen, names, coverage };
}

/** The same exchange with every piece cut at the given offsets. */
export function cutAt(exchange: Exchange, cuts: readonly number[]): Exchange {
  return exchange.flatMap(([direction, bytes]) => {
    const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
    return [0, ...places].map((from, i) => [direction, whole.subarray(from, places[i] ?? whole.length)] as const);
  });
}
