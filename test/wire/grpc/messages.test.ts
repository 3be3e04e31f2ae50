import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GrpcMessages } from '../../../src/wire/grpc/messages.js';
import { feedCut, sizes } from '../support/cuts.js';

type Seen = { compressed: boolean; length: number; payload: string; lost: number; ended: boolean } | { broken: string };

function observer(): { seen: Seen[]; messages: GrpcMessages } {
  const seen: Seen[] = [];
  const last = () => {
    const message = seen.at(-1);
    if (message === undefined || 'broken' in message || message.ended) throw new Error('no message is open');
    return message;
  };
  const messages = new GrpcMessages({
    start: (compressed, length) => seen.push({ compressed, length, payload: '', lost: 0, ended: false }),
    data: (slice) => (last().payload += Buffer.from(slice).toString('latin1')),
    lost: (bytes) => (last().lost += bytes),
    end: () => (last().ended = true),
    broken: (reason) => seen.push({ broken: reason }),
  });
  return { seen, messages };
}

function message(flags: number, payload: Uint8Array | string): Buffer {
  const body = Buffer.from(payload as string, 'latin1');
  const prefix = Buffer.alloc(5);
  prefix[0] = flags;
  prefix.writeUInt32BE(body.length, 1);
  return Buffer.concat([prefix, body]);
}

function observe(wire: Uint8Array, cut: readonly number[]): Seen[] {
  const { seen, messages } = observer();
  feedCut(wire, cut, (chunk) => messages.feed(chunk));
  return seen;
}

describe('GrpcMessages', () => {
  test('finds what was written, for any cut', () => {
    const spec = fc.tuple(fc.constantFrom(0, 1, 2, 0x80, 0x81), fc.uint8Array({ maxLength: 300 }));
    fc.assert(
      fc.property(fc.array(spec, { maxLength: 6 }), sizes, (specs, cut) => {
        const wire = Buffer.concat(specs.map(([flags, payload]) => message(flags, payload)));
        expect(observe(wire, cut)).toEqual(
          specs.map(([flags, payload]) => ({
            compressed: flags % 2 === 1,
            length: payload.length,
            payload: Buffer.from(payload).toString('latin1'),
            lost: 0,
            ended: true,
          })),
        );
      }),
    );
  });

  test('garbage never throws and says the same for any cut', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, 2, 4, 255), { maxLength: 60 }), sizes, (bytes, cut) => {
        const wire = Uint8Array.from(bytes);
        expect(observe(wire, cut)).toEqual(observe(wire, [1000]));
      }),
      { numRuns: 1000 },
    );
  });

  test('other flags break it, and a length of 4 GiB is only a number', () => {
    expect(observe(Buffer.concat([message(4, 'x'), message(0, 'y')]), [2])).toEqual([{ broken: 'not a gRPC message' }]);
    expect(observe(Buffer.from([0, 255, 255, 255, 255, 65]), [1])).toEqual([
      { compressed: false, length: 2 ** 32 - 1, payload: 'A', lost: 0, ended: false },
    ]);
  });

  test('lost bytes inside a message keep the place; elsewhere they break it', () => {
    const { seen, messages } = observer();
    messages.feed(message(0, 'abcdef').subarray(0, 7));
    messages.skip(4);
    messages.feed(message(1, 'z'));
    messages.skip(0);
    messages.feed(Buffer.from([0]));
    messages.skip(1);
    messages.feed(message(0, 'after'));
    expect(seen).toMatchObject([{ payload: 'ab', lost: 4, ended: true }, { payload: 'z' }, { broken: 'bytes lost' }]);
  });

  test('an end inside a message or prefix is cut short', () => {
    for (const [wire, last] of [
      [message(0, 'abc'), { ended: true }],
      [message(0, 'abc').subarray(0, 6), { broken: 'cut short' }],
      [message(0, 'abc').subarray(0, 3), { broken: 'cut short' }],
    ] as const) {
      const { seen, messages } = observer();
      messages.feed(wire);
      messages.finish();
      expect(seen.at(-1)).toMatchObject(last);
    }
  });
});
