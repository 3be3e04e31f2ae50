import { Http1Framer } from '../../../src/wire/http1/framer.js';
import type { MessageHead } from '../../../src/wire/http1/head.js';
import { feedCut } from '../support/cuts.js';

export interface SeenMessage {
  readonly head: MessageHead;
  readonly length: string;
  readonly rawHead: string;
  body: string;
  ended: boolean;
}

/** Everything that a framer reports, in a form that does not depend on the cut. */
export interface Seen {
  readonly messages: SeenMessage[];
  /** Heads and what stood between and behind them. */
  raw: string;
  upgraded: string;
  broken: string | undefined;
}

/**
 * @param methods For a response direction: the methods of the requests, in order; GET where they run out.
 * @param close The direction ends after the bytes.
 * @param again Whether the framer is told of each head that it may come again.
 */
export function observe(
  kind: 'request' | 'response',
  wire: Buffer,
  cut: readonly number[],
  methods: readonly string[] = [],
  close = false,
  again = false,
): Seen {
  const seen: Seen = { messages: [], raw: '', upgraded: '', broken: undefined };
  const pending = [...methods];
  const framer = new Http1Framer(
    {
      head: (head, body, raw) => {
        if (again) framer.expectAgain(head, raw);
        const rawHead = Buffer.from(raw).toString('latin1');
        seen.messages.push({ head, length: body.kind, rawHead, body: '', ended: false });
        seen.raw += rawHead;
        if (head.kind === 'response' && (head.status >= 200 || head.status === 101)) pending.shift();
      },
      raw: (bytes) => (seen.raw += Buffer.from(bytes).toString('latin1')),
      data: (bytes) => (seen.messages.at(-1)!.body += Buffer.from(bytes).toString('latin1')),
      end: () => (seen.messages.at(-1)!.ended = true),
      upgraded: (bytes) => (seen.upgraded += Buffer.from(bytes).toString('latin1')),
      broken: (reason) => {
        if (seen.broken !== undefined) throw new Error('broken twice');
        seen.broken = reason;
      },
    },
    kind === 'response' ? () => pending[0] : undefined,
  );
  feedCut(wire, cut, (chunk) => framer.feed(chunk));
  if (close) {
    framer.skip(0);
    framer.finish();
    framer.finish();
    framer.skip(0);
  }
  return seen;
}
