import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BLOCKS, createRingMemory, recordBytes, RecordKind } from '../../src/observe/ring/layout.js';
import { RingReader } from '../../src/observe/ring/ring-reader.js';
import { RingShares, type RingShare } from '../../src/observe/ring/ring-shares.js';
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

describe('a reader that sleeps', () => {
  const RECORD = Buffer.from('x');

  test('is woken by the next record, once, and by none that did not fit', () => {
    const memory = createRingMemory(1_024);
    let woken = 0;
    const writer = new RingWriter(memory, () => woken++);
    const reader = new RingReader(memory);
    writer.write(RecordKind.outbound, 1, RECORD);
    reader.drain(Infinity, () => undefined);
    expect(woken).toBe(0);
    expect(reader.sleep(1)).toBe(true);
    expect(writer.write(RecordKind.outbound, 1, Buffer.alloc(2_000))).toBe(false);
    expect(woken).toBe(0);
    writer.write(RecordKind.outbound, 1, RECORD);
    writer.write(RecordKind.outbound, 1, RECORD);
    expect(woken).toBe(1);
  });

  test('does not fall asleep over a record, and one that was up before it was woken is not', () => {
    const memory = createRingMemory(1_024);
    let woken = 0;
    const writer = new RingWriter(memory, () => woken++);
    const reader = new RingReader(memory);
    writer.write(RecordKind.outbound, 1, RECORD);
    expect(reader.sleep(1)).toBe(false);
    writer.write(RecordKind.outbound, 1, RECORD);
    reader.drain(Infinity, () => undefined);
    expect(reader.sleep(1)).toBe(true);
    reader.wake();
    writer.write(RecordKind.outbound, 1, RECORD);
    expect(woken).toBe(0);
  });

  test('is woken once by as much as it waits for, and does not sleep over as much', () => {
    const memory = createRingMemory(1_024);
    let woken = 0;
    const writer = new RingWriter(memory, () => woken++);
    const reader = new RingReader(memory);
    const size = recordBytes(RECORD.byteOffset & 7, RECORD.length);
    for (let round = 0; round < 20; round++) {
      expect(reader.sleep(3 * size)).toBe(true);
      for (const expected of [0, 0, 1, 0]) {
        const before = woken;
        writer.write(RecordKind.outbound, 1, RECORD);
        expect(woken - before).toBe(expected);
      }
      expect(reader.sleep(4 * size)).toBe(false);
      reader.drain(Infinity, () => undefined);
    }
  });
});

describe('the shares of a ring', () => {
  const RING_BYTES = 64 * 1024;
  const KILOBYTE = Buffer.alloc(1_000, 'b');
  const newRing = (): { shares: RingShares; reader: RingReader } => {
    const memory = createRingMemory(RING_BYTES);
    return { shares: new RingShares(new RingWriter(memory)), reader: new RingReader(memory) };
  };
  const flood = (share: RingShare): number => {
    let records = 0;
    while (share.write(RecordKind.outbound, 1, KILOBYTE)) records++;
    return records;
  };
  const nothing = (): void => undefined;

  test('one flow alone gets four fifths, its group eight ninths, and all of it again once it is read', () => {
    const { shares, reader } = newRing();
    const [first, second] = [shares.open('greedy'), shares.open('greedy')];
    for (let times = 0; times < 3; times++) {
      const alone = flood(first) * 1_016;
      expect(alone / RING_BYTES).toBeGreaterThan(0.77);
      expect(alone / RING_BYTES).toBeLessThanOrEqual(0.8);
      const together = alone + flood(second) * 1_016;
      expect(together / RING_BYTES).toBeGreaterThan(0.86);
      expect(together / RING_BYTES).toBeLessThanOrEqual(8 / 9);
      expect(flood(shares.open('greedy'))).toBe(0);
      reader.drain(Infinity, nothing);
    }
  });

  test('however many flows a group floods with, there is room for another group', () => {
    const { shares } = newRing();
    for (let flows = 0; flows < 100; flows++) flood(shares.open('greedy'));
    const modest = shares.open('modest');
    for (let records = 0; records < 5; records++) expect(modest.write(RecordKind.outbound, 2, KILOBYTE)).toBe(true);
  });

  test('whatever flows write and the reader reads, what was read is free again and records come whole', () => {
    const step = fc.oneof(
      fc.record({ flow: fc.nat(5), bytes: fc.nat(3_000), lead: fc.nat(7) }),
      fc.record({ drain: fc.nat(40_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { shares, reader } = newRing();
        const flows = Array.from({ length: 6 }, (_, flow) => shares.open(`group ${flow % 2}`));
        const expected: string[] = [];
        const got: string[] = [];
        const drain = (limit: number): void => {
          reader.drain(limit, ({ flow, payload }) => void got.push(`${flow} ${payload.toString()}`));
        };
        for (const [index, each] of steps.entries()) {
          if ('drain' in each) {
            drain(each.drain);
            continue;
          }
          const text = String(index).padEnd(each.bytes, '.');
          const payload = Buffer.from(' '.repeat(each.lead) + text).subarray(each.lead);
          if (flows[each.flow]!.write(RecordKind.inbound, each.flow, payload)) expected.push(`${each.flow} ${text}`);
          else expect(shares.writer.backlog + payload.length).toBeGreaterThan(RING_BYTES / 3);
        }
        drain(Infinity);
        expect(got).toEqual(expected);
        // Everything was read: whoever floods now has as much as in a new ring, but for the rests of blocks; a sixth less
        // where what was written before still counts as held, until the next time that the ring is found nearly read.
        const inNewRing = flood(newRing().shares.open('group'));
        expect(flood(flows[0]!)).toBeGreaterThanOrEqual(Math.floor((inNewRing * 5) / 6) - 2);
        reader.drain(Infinity, nothing);
        expect(flood(flows[0]!)).toBeGreaterThanOrEqual(inNewRing - 2);
      }),
    );
  });
});
