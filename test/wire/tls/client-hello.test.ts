import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createServer, type AddressInfo } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { readClientHello } from '../../../src/wire/tls/client-hello.js';

/** The bytes that Node's TLS sends first with these options, until it waits for an answer. */
async function recordHello(options: ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      const parts: Buffer[] = [];
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        parts.push(chunk);
        const bytes = Buffer.concat(parts);
        if (handshakeComplete(bytes)) {
          socket.destroy();
          server.close();
          resolve(bytes);
        }
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      connect({ host: '127.0.0.1', port, ...options }).on('error', () => undefined);
    });
  });
}

/** Says whether all records of the first handshake message are there, without the code under test. */
function handshakeComplete(bytes: Buffer): boolean {
  let at = 0;
  let payload = Buffer.alloc(0);
  while (at + 5 <= bytes.length) {
    const length = bytes.readUInt16BE(at + 3);
    payload = Buffer.concat([payload, bytes.subarray(at + 5, at + 5 + length)]);
    at += 5 + length;
  }
  return payload.length >= 4 && payload.length >= 4 + payload.readUIntBE(1, 3);
}

const manyProtocols = Array.from({ length: 200 }, (_, i) => `protocol-${i}-${'x'.repeat(150)}`);

const cases: readonly [name: string, options: ConnectionOptions, serverName: string | undefined, alpn: string[]][] = [
  [
    'name and protocols',
    { servername: 'API.example.com', ALPNProtocols: ['h2', 'http/1.1'] },
    'api.example.com',
    ['h2', 'http/1.1'],
  ],
  ['no name', { ALPNProtocols: ['http/1.1'] }, undefined, ['http/1.1']],
  ['no protocols', { servername: 'x.test' }, 'x.test', []],
  ['TLS 1.2 only', { servername: 'old.test', maxVersion: 'TLSv1.2' }, 'old.test', []],
  ['TLS 1.3 only', { servername: 'new.test', minVersion: 'TLSv1.3', ALPNProtocols: ['h2'] }, 'new.test', ['h2']],
  ['few ciphers', { servername: 'a.b', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' }, 'a.b', []],
  ['over several records', { servername: 'long.test', ALPNProtocols: manyProtocols }, 'long.test', manyProtocols],
];

/** The same hello, its handshake message spread over records of this size. */
function respread(hello: Buffer, size: number): Buffer {
  const records: Buffer[] = [];
  let payload = Buffer.alloc(0);
  for (let at = 0; at < hello.length; at += 5 + hello.readUInt16BE(at + 3)) {
    payload = Buffer.concat([payload, hello.subarray(at + 5, at + 5 + hello.readUInt16BE(at + 3))]);
  }
  for (let at = 0; at < payload.length; at += size) {
    const body = payload.subarray(at, at + size);
    records.push(Buffer.from([22, 3, 1, body.length >> 8, body.length & 0xff]), body);
  }
  return Buffer.concat(records);
}

describe('readClientHello', () => {
  test.each(cases)('a real hello: %s', async (_name, options, serverName, alpn) => {
    const bytes = await recordHello(options);
    const hello = { kind: 'hello', hello: { serverName, alpn } };
    expect(readClientHello(bytes)).toEqual(hello);
    expect(readClientHello(Buffer.concat([bytes, Buffer.from('more')]))).toEqual(hello);
    const ends = [...Array.from({ length: 600 }, (_, i) => i), bytes.length - 1].filter((end) => end < bytes.length);
    for (const end of ends) expect(readClientHello(bytes.subarray(0, end))).toEqual({ kind: 'incomplete' });
    for (const size of [100, 10]) expect(readClientHello(respread(bytes, size))).toEqual(hello);
  });

  test('a long hello really came in several records', async () => {
    const bytes = await recordHello(cases.at(-1)![1]);
    expect(bytes.length).toBeGreaterThan(5 + bytes.readUInt16BE(3));
  });

  test('damaged hellos never throw, and no longer read changes what a shorter one decided', async () => {
    const bytes = await recordHello(cases[0]![1]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        fc.nat(bytes.length),
        (hits, end) => {
          const damaged = Buffer.from(bytes);
          for (const [at, byte] of hits) damaged[at] = byte;
          const early = readClientHello(damaged.subarray(0, end));
          if (early.kind !== 'incomplete') expect(readClientHello(damaged)).toEqual(early);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('garbage never throws', () => {
    const start = fc.constantFrom([], [22], [22, 3, 1], [22, 3, 1, 0, 40, 1, 0, 0, 36]);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (prefix, rest) => {
        const outcome = readClientHello(Uint8Array.from([...prefix, ...rest]));
        if (prefix.length === 0 && rest.length > 1 && rest[0] !== 22) expect(outcome).toEqual({ kind: 'not-tls' });
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['HTTP', 'GET / HTTP/1.1\r\n'],
    ['SSH', 'SSH-2.0-OpenSSH'],
    ['a server hello', '\x16\x03\x03\x00\x04\x02\x00\x00\x00'],
    ['an empty record', '\x16\x03\x01\x00\x00'],
    ['an SSL 2 hello', '\x80\x2e\x01\x00\x02'],
    ['a hello of 16 MiB', '\x16\x03\x01\x40\x00\x01\xff\xff\xff'],
  ])('%s is not a hello', (_name, text) => {
    expect(readClientHello(Buffer.from(text, 'latin1'))).toEqual({ kind: 'not-tls' });
  });

  test('a hello in records of one byte costs no more than its bytes', () => {
    const payload = Buffer.alloc(60_000);
    payload.set([1, 0, 0xea, 0x5c]); // claims 59,996 bytes
    const bytes = respread(Buffer.concat([Buffer.from([22, 3, 1, 0xea, 0x60]), payload]), 1);
    const start = performance.now();
    for (let end = 1000; end <= bytes.length; end += 1000) readClientHello(bytes.subarray(0, end));
    expect(performance.now() - start).toBeLessThan(5000);
    expect(readClientHello(bytes)).toEqual({ kind: 'not-tls' });
  });
});
