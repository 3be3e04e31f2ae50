import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRingMemory, RecordKind } from '../../src/observe/ring/layout.js';
import { RingReader } from '../../src/observe/ring/ring-reader.js';
import { RingWriter } from '../../src/observe/ring/ring-writer.js';

describe('the ring', () => {
  test('gives every record that was accepted, whole and in order, and refuses what does not fit', () => {
    const step = fc.oneof(fc.record({ write: fc.nat(700), flow: fc.nat(5) }), fc.record({ drain: fc.nat(2_000) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const memory = createRingMemory(1_024);
        const writer = new RingWriter(memory);
        const reader = new RingReader(memory);
        const expected: string[] = [];
        const got: string[] = [];
        const take = (limit: number): void => {
          while (
            reader.drain(limit, ({ flow, payload }) => void got.push(`${flow} ${Buffer.from(payload).toString()}`)) > 0
          );
        };
        let number = 0;
        for (const each of steps) {
          if ('write' in each) {
            const text = String(number++).padEnd(each.write, '.');
            if (writer.write(RecordKind.outbound, each.flow, Buffer.from(text))) expected.push(`${each.flow} ${text}`);
            else expect(writer.backlog + text.length + 12).toBeGreaterThan(500);
          } else {
            take(each.drain + 1);
          }
        }
        take(Infinity);
        expect(got).toEqual(expected);
        expect(writer.backlog).toBe(0);
      }),
    );
  });

  test('a record larger than the ring is refused, and nothing else suffers', () => {
    const memory = createRingMemory(1_024);
    const writer = new RingWriter(memory);
    expect(writer.write(RecordKind.inbound, 1, Buffer.alloc(2_000))).toBe(false);
    expect(writer.write(RecordKind.inbound, 1, Buffer.from('x'))).toBe(true);
  });
});
