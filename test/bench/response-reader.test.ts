import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ResponseReader, type Expected } from '../../bench/load/response-reader.js';

const pattern = Buffer.from('0123456789abcdef');

/** What a server sends for a body, with a length or in chunks. */
function answer(body: Buffer, chunks: readonly number[] | undefined): Buffer {
  if (chunks === undefined) {
    return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
  }
  const parts: Uint8Array[] = [Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')];
  for (let at = 0, i = 0; at < body.length; i++) {
    const part = body.subarray(at, at + Math.max(1, chunks[i] ?? body.length));
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
    at += part.length;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** Feeds bytes in cuts. Returns how many answers were complete. */
function read(expected: Expected, bytes: Buffer, cuts: readonly number[]): number {
  let complete = 0;
  const reader = new ResponseReader(expected, () => complete++);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, cuts[i] ?? bytes.length);
    reader.feed(bytes.subarray(at, at + size));
    at += size;
  }
  return complete;
}

const bodyOf = (bytes: number): Buffer => Buffer.alloc(bytes, pattern);
const chunking = fc.option(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }), {
  nil: undefined,
});
const cutting = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });

describe('the load generator', () => {
  test('takes right answers, one after the other, however they are framed and cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), chunking, cutting, (bytes, chunks, cuts) => {
        const one = answer(bodyOf(bytes), chunks);
        expect(read({ pattern, bytes }, Buffer.concat([one, one, one]), cuts)).toBe(3);
      }),
    );
  });

  test('takes no answer in which a single byte is another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), chunking, cutting, (bytes, at, chunks, cuts) => {
        const wrong = bodyOf(bytes);
        wrong[at % bytes]! ^= 1;
        expect(() => read({ pattern, bytes }, answer(wrong, chunks), cuts)).toThrow(/wrong bytes/);
      }),
    );
  });

  test('lets each answer have bytes of its own where it may, and nowhere else', () => {
    const bytes = pattern.length;
    fc.assert(
      fc.property(fc.nat(bytes - 1), fc.nat(bytes - 1), fc.nat(bytes - 1), cutting, (one, other, at, cuts) => {
        const varies = { from: Math.min(one, other), to: Math.max(one, other) };
        const body = bodyOf(bytes);
        body[at]! ^= 1;
        const reading = (): number => read({ pattern, bytes, varies }, answer(body, undefined), cuts);
        if (at >= varies.from && at < varies.to) expect(reading()).toBe(1);
        else expect(reading).toThrow(/wrong bytes/);
      }),
    );
  });

  test('takes no answer that is longer or shorter than it must be', () => {
    for (const bytes of [31, 33]) {
      for (const chunks of [undefined, [7]]) {
        expect(() => read({ pattern, bytes: 32 }, answer(bodyOf(bytes), chunks), [])).toThrow(/an answer/);
      }
    }
  });

  test('takes no answer but 200', () => {
    const refusal = Buffer.from('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
    expect(() => read({ pattern, bytes: 0 }, refusal, [])).toThrow(/502 Bad Gateway/);
  });
});
