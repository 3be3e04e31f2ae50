import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecordFile, shortDigest, writeRecordFile } from '../../src/detect/record-file.js';

describe('a file of records', () => {
  const names = ['one', 'two', 'three', 'four', 'five'];
  const records = new Map(names.map((name) => [shortDigest(name), Buffer.from(`<${name}>`)]));
  const written = writeRecordFile(records);

  test('has each record under its digest, and none under another', () => {
    const file = new RecordFile(written);
    for (const [digest, record] of records) {
      expect(file.recordOf(digest)?.subarray(0, record.length)).toEqual(record);
    }
    expect(file.recordOf(shortDigest('six'))).toBeUndefined();
  });

  test('that may hold nothing has nothing', () => {
    expect(new RecordFile(writeRecordFile(new Map())).recordOf(shortDigest('one'))).toBeUndefined();
  });

  test('is refused whatever byte of it is another one, and wherever it is cut off', () => {
    fc.assert(
      fc.property(fc.nat(written.length - 1), fc.integer({ min: 1, max: 255 }), (at, flipped) => {
        const damaged = Buffer.from(written);
        damaged[at]! ^= flipped;
        expect(() => new RecordFile(damaged)).toThrow(RangeError);
        expect(() => new RecordFile(written.subarray(0, at))).toThrow(RangeError);
      }),
    );
  });
});
