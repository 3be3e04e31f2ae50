import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExtensions } from '../../../src/wire/websocket/extensions.js';
import { sizes } from '../support/cuts.js';
import { WebSocketObservation } from './observe.js';

interface FrameSpec {
  readonly final?: boolean;
  readonly reserved?: number;
  readonly opcode: number;
  readonly payload?: Uint8Array | string;
  readonly mask?: readonly number[] | undefined;
  /** How the length is written: in 7, 16 or 64 bits. */
  readonly width?: 7 | 16 | 64 | undefined;
}

/** A frame by the letter of RFC 6455 §5.2, octet by octet. */
function frame({ final = true, reserved = 0, opcode, payload = '', mask, width }: FrameSpec): Buffer {
  const body = Buffer.from(payload as string, 'latin1');
  const how = width ?? (body.length < 126 ? 7 : body.length < 65_536 ? 16 : 64);
  const length = Buffer.alloc(how === 7 ? 1 : how === 16 ? 3 : 9);
  if (how === 7) length[0] = body.length;
  if (how === 16) length.writeUInt16BE(body.length, 1);
  if (how === 64) length.writeBigUInt64BE(BigInt(body.length), 1);
  if (how !== 7) length[0] = how === 16 ? 126 : 127;
  if (mask !== undefined) length[0]! |= 0x80;
  const first = (final ? 0x80 : 0) | (reserved << 4) | opcode;
  return Buffer.concat(
    [[first], length, mask ?? [], body.map((byte, i) => byte ^ (mask?.[i % 4] ?? 0))].map((part) => Buffer.from(part)),
  );
}

function observe(wire: Buffer, cut: readonly number[] = [wire.length + 1]): WebSocketObservation['seen'] {
  return new WebSocketObservation().feed(wire, cut).seen;
}

const mask = fc.option(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)), { nil: undefined });
const payload = fc.oneof(
  fc.uint8Array({ maxLength: 130 }),
  fc.integer({ min: 65_530, max: 70_000 }).map((length) => Uint8Array.from({ length }, (_, i) => i * 7)),
);
const control = fc.record({
  opcode: fc.constantFrom(8, 9, 10),
  payload: fc.uint8Array({ maxLength: 125 }),
  mask,
});
const message = fc.record({
  opcode: fc.constantFrom(1, 2),
  compressed: fc.boolean(),
  fragments: fc.array(fc.record({ payload, mask, width: fc.constantFrom(undefined, 64 as const) }), {
    minLength: 1,
    maxLength: 4,
  }),
  between: fc.array(control, { maxLength: 2 }),
});

describe('WebSocketFrames', () => {
  test('finds what was written, for any cut', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), sizes, (messages, cut) => {
        const wire: Buffer[] = [];
        const expected: unknown[] = [];
        for (const { opcode, compressed, fragments, between } of messages) {
          fragments.forEach((fragment, i) => {
            const final = i === fragments.length - 1;
            const first = i === 0;
            wire.push(frame({ ...fragment, final, opcode: first ? opcode : 0, reserved: first && compressed ? 4 : 0 }));
            if (first) wire.push(...between.map((spec) => frame(spec)));
          });
          const all = Buffer.concat(fragments.map((fragment) => fragment.payload)).toString('latin1');
          expected.push({ kind: 'message', opcode, compressed, payload: all, lost: 0, ended: true });
          for (const spec of between) {
            expected.push({
              kind: 'control',
              opcode: spec.opcode,
              payload: Buffer.from(spec.payload).toString('latin1'),
            });
          }
        }
        expect(observe(Buffer.concat(wire), cut)).toEqual(expected);
      }),
    );
  });

  test('garbage never throws and says the same for any cut', () => {
    const start = fc.constantFrom([], [0x81], [0x02, 0x7e], [0xc1, 0xff], [0x89, 0x05], [0x82, 0x7f, 0, 0, 0, 0]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(start, fc.uint8Array({ maxLength: 12 })), { maxLength: 8 }),
        sizes,
        (parts, cut) => {
          const wire = Buffer.from(parts.flatMap(([head, rest]) => [...head, ...rest]));
          const whole = observe(wire);
          expect(observe(wire, cut)).toEqual(whole);
          expect(observe(wire, [1])).toEqual(whole);
          expect(whole.filter((frame) => frame.kind === 'broken').length).toBeLessThan(2);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['reserved bits', frame({ opcode: 1, reserved: 2 })],
    ['reserved bits', frame({ opcode: 9, reserved: 4 })],
    ['unknown opcode', frame({ opcode: 3 })],
    ['unknown opcode', frame({ opcode: 11 })],
    ['fragmented control frame', frame({ opcode: 9, final: false })],
    ['control frame too long', frame({ opcode: 8, payload: 'x'.repeat(126) })],
    ['continuation without a message', frame({ opcode: 0 })],
    ['frame too long', Buffer.from([0x82, 0x7f, 0, 0x20, 0, 0, 0, 0, 0, 0])],
    ['frame too long', Buffer.from([0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 1])],
  ])('%s', (reason, wire) => {
    for (const cut of [[1], [100]]) {
      expect(observe(Buffer.concat([wire, frame({ opcode: 1, payload: 'after' })]), cut)).toEqual([
        { kind: 'broken', reason },
      ]);
    }
  });

  test('a message inside a message, a compressed continuation', () => {
    const open = frame({ opcode: 1, final: false, payload: 'a' });
    for (const [next, reason] of [
      [frame({ opcode: 2 }), 'a message inside a message'],
      [frame({ opcode: 0, reserved: 4 }), 'reserved bits'],
    ] as const) {
      expect(observe(Buffer.concat([open, next]))).toMatchObject([{ payload: 'a', ended: false }, { reason }]);
    }
  });

  test('the longest frame there is: 2^53-1 bytes, and none is held', () => {
    const observation = new WebSocketObservation();
    observation.feed(Buffer.from([0x82, 0x7f, 0, 0x1f, 255, 255, 255, 255, 255, 255]), [1]);
    observation.frames.skip(2 ** 53 - 3);
    observation.frames.feed(Buffer.from('ab'));
    expect(observation.seen).toMatchObject([{ payload: 'ab', lost: 2 ** 53 - 3, ended: true }]);
  });

  test('lost bytes inside a message keep the place and the mask', () => {
    const text = 'abcdefghijklmnopqrstuvwxyz';
    const wire = frame({ opcode: 1, payload: text, mask: [1, 20, 77, 190] });
    const next = frame({ opcode: 2, payload: 'next', mask: [9, 8, 7, 6] });
    for (let from = 0; from <= text.length; from++) {
      for (let lost = 1; from + lost <= text.length; lost++) {
        const observation = new WebSocketObservation().feed(wire.subarray(0, 6 + from), [7]);
        observation.frames.skip(lost);
        observation.feed(Buffer.concat([wire.subarray(6 + from + lost), next]), [7]);
        expect(observation.seen).toMatchObject([
          { payload: text.slice(0, from) + text.slice(from + lost), lost, ended: true },
          { payload: 'next', ended: true },
        ]);
      }
    }
  });

  test.each([
    ['between frames', frame({ opcode: 1, payload: 'abc' }), 1],
    ['inside a head', frame({ opcode: 1, payload: 'abc' }).subarray(0, 1), 1],
    ['inside a control frame', frame({ opcode: 9, payload: 'abc' }).subarray(0, 3), 1],
    ['beyond the frame', frame({ opcode: 1, payload: 'abc' }).subarray(0, 3), 3],
  ])('lost bytes %s break it', (_where, wire, bytes) => {
    const observation = new WebSocketObservation().feed(wire, [1]);
    observation.frames.skip(bytes);
    observation.frames.skip(bytes);
    expect(observation.seen.at(-1)).toEqual({ kind: 'broken', reason: 'bytes lost' });
  });

  test('the end: between messages, or too early', () => {
    const end = (wire: Buffer) => {
      const observation = new WebSocketObservation().feed(wire, [5]);
      observation.frames.finish();
      return observation.seen.at(-1);
    };
    const text = { opcode: 1, payload: 'abc' };
    expect(end(frame(text))).toMatchObject({ kind: 'message' });
    for (const wire of [frame(text).subarray(0, 1), frame(text).subarray(0, 4), frame({ ...text, final: false })]) {
      expect(end(wire)).toEqual({ kind: 'broken', reason: 'cut short' });
    }
  });
});

describe('parseExtensions', () => {
  const none = {
    serverNoContextTakeover: false,
    clientNoContextTakeover: false,
    serverMaxWindowBits: 15,
    clientMaxWindowBits: 15,
  };

  test.each([
    [undefined, undefined, []],
    ['', undefined, []],
    ['permessage-deflate', none, []],
    ['Permessage-Deflate; server_no_context_takeover', { ...none, serverNoContextTakeover: true }, []],
    [
      'permessage-deflate;client_max_window_bits=9 ;  server_max_window_bits="10";client_no_context_takeover',
      { ...none, clientMaxWindowBits: 9, serverMaxWindowBits: 10, clientNoContextTakeover: true },
      [],
    ],
    ['permessage-deflate; client_max_window_bits=7; server_max_window_bits=16', none, []],
    ['permessage-deflate; client_max_window_bits', none, []],
    ['x-foo; a="b,c;\\"d", permessage-deflate', none, ['x-foo']],
    ['permessage-deflate; server_max_window_bits=9, permessage-deflate', { ...none, serverMaxWindowBits: 9 }, []],
    [', ,X-Webkit-Deflate-Frame,', undefined, ['x-webkit-deflate-frame']],
  ])('%j', (value, deflate, others) => expect(parseExtensions(value)).toEqual({ deflate, others }));

  test('never throws, and takes time in proportion', () => {
    fc.assert(fc.property(fc.string(), (value) => void parseExtensions(`permessage-deflate;${value}`)));
    const start = performance.now();
    for (const text of [' ', '"', ';', '=', '\\', ' ;', '= '])
      parseExtensions(`permessage-deflate; a=${text.repeat(60_000)}"x`);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
