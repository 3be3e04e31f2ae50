import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BLOCKS, createRingMemory, RecordKind } from '../../src/observe/ring/layout.js';
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
            else expect(writer.backlog + text.length + 16).toBeGreaterThan(900);
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

  test('uses few blocks again and again while they are read, and still has room for its whole size', () => {
    const bytes = 1024 * 1024;
    const memory = createRingMemory(bytes);
    const writer = new RingWriter(memory);
    const reader = new RingReader(memory);
    const payload = Buffer.alloc(60_000, 'p');
    let taken = 0;
    for (let i = 0; i < 100; i++) {
      expect(writer.write(RecordKind.outbound, i, payload)).toBe(true);
      reader.drain(Infinity, (record) => void (taken += record.payload.equals(payload) && record.flow === i ? 1 : 0));
    }
    expect(taken).toBe(100);
    const used = Buffer.from(memory.records);
    expect(used.subarray(128 * 1024).every((byte) => byte === 0)).toBe(true);

    let burst = 0;
    while (writer.write(RecordKind.outbound, burst, payload)) burst++;
    // The rest of the block in which the last record ended is lost at most.
    expect(burst).toBeGreaterThanOrEqual(Math.floor((bytes - bytes / BLOCKS) / 60_016));
    let next = 0;
    reader.drain(Infinity, ({ flow }) => void (next += flow === next ? 1 : 0));
    expect(next).toBe(burst);
  });

  test('a record larger than the ring is refused, and nothing else suffers', () => {
    const memory = createRingMemory(1_024);
    const writer = new RingWriter(memory);
    expect(writer.write(RecordKind.inbound, 1, Buffer.alloc(2_000))).toBe(false);
    expect(writer.write(RecordKind.inbound, 1, Buffer.from('x'))).toBe(true);
  });
});
