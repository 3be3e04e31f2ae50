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

/**
 * A sink that remembers what it was given.
 *
 * @param isKnown What it says of several texts at once.
 */
export function recordingSink(isKnown: (texts: readonly string[]) => boolean = () => false): {
  sink: ContentSink;
  seen: Seen[];
  names: string[];
} {
  const seen: Seen[] = [];
  const names: string[] = [];
  const add = ({ direction, location, signsIn }: Content, text: string): void =>
    void seen.push({ direction, location, text, ...(signsIn && { signsIn }) });
  const sink: ContentSink = {
    name: (_content, host) => void names.push(host),
    text: (content, bytes) => add(content, Buffer.from(bytes).toString('latin1')),
    texts: (values, contentOf) => {
      values.forEach((value, index) => {
        if (value !== '') add(contentOf(index), value);
      });
      return isKnown(values);
    },
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
/** The same with moments in which nothing arrives. */
export type ExchangeWithPauses = readonly (Exchange[number] | 'pause')[];

/** What a flow observer makes of an exchange: the content and the coverage. */
export async function observe(
  exchange: ExchangeWithPauses,
  options: { flow?: Partial<Flow>; maxScanBytes?: number } = {},
): Promise<{ seen: Seen[]; names: string[]; coverage: FlowCoverage }> {
  const { sink, seen, names } = recordingSink();
  const flow = flowObserver(sink, options);
  feed(flow, exchange);
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

/** Turns of the event loop after which nothing more is waited for. */
const MANY_TURNS = 2_000;

/** What was looked at of an exchange that goes on: nothing more arrives, and nothing has ended. */
export async function seenAtPause(
  exchange: Exchange,
  isEnough: (texts: readonly string[]) => boolean,
): Promise<string[]> {
  const looked: string[] = [];
  const { sink } = recordingSink();
  const stream: ContentSink['stream'] = () => {
    let text = '';
    const look = (): void => void looked.push(text);
    return { write: (bytes) => void (text += Buffer.from(bytes).toString('latin1')), flush: look, end: look };
  };
  const text: ContentSink['text'] = (_content, bytes) => void looked.push(Buffer.from(bytes).toString('latin1'));
  const flow = flowObserver({ ...sink, stream, text }, {});
  feed(flow, exchange);
  // The thread's loop calls this when the ring is empty, and decoders may not be through by then.
  flow.idle();
  for (let turn = 0; turn < MANY_TURNS && !isEnough(looked); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    flow.idle();
  }
  flow.close(() => undefined);
  return looked;
}

/** A flow observer whose content goes to a sink. */
export function flowObserver(
  sink: ContentSink,
  options: { flow?: Partial<Flow>; maxScanBytes?: number } = {},
): FlowObserver {
  const announcement = {
    flow: { ...TEST_FLOW, ...options.flow },
    resumed: false,
    canSkip: false,
    offsets: { outbound: 0, inbound: 0 },
  };
  return new FlowObserver(announcement, sink, options.maxScanBytes ?? 1024 * 1024, () => undefined);
}

function feed(flow: FlowObserver, exchange: ExchangeWithPauses): void {
  for (const step of exchange) {
    if (step === 'pause') {
      flow.idle();
      continue;
    }
    const [direction, bytes] = step;
    flow.bytes(direction, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }
}

/** The same exchange with every piece cut at the given offsets. */
export function cutAt(exchange: Exchange, cuts: readonly number[]): Exchange {
  return exchange.flatMap(([direction, bytes]) => {
    const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
    return [0, ...places].map((from, i) => [direction, whole.subarray(from, places[i] ?? whole.length)] as const);
  });
}
