import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChunkedBody } from '../../../src/wire/http1/chunked-body.js';
import { Http1Framer, MAX_HEAD_BYTES } from '../../../src/wire/http1/framer.js';
import { parseHead, type HeaderField } from '../../../src/wire/http1/head.js';
import { feedCut, sizes } from '../support/cuts.js';
import { observe } from './observe.js';

const fieldName = fc
  .stringMatching(/^[A-Za-z][A-Za-z-]{0,12}$/)
  .filter((name) => !/^(content-length|transfer-)/i.test(name));
const fieldValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
const body = fc.uint8Array({ maxLength: 200 });

interface Message {
  readonly wire: Buffer;
  readonly head: string;
  readonly body: Buffer;
}

/** A request in one of the framings, with the body that a reader must find. */
const message: fc.Arbitrary<Message> = fc
  .record({
    fields: fc.array(fc.tuple(fieldName, fieldValue), { maxLength: 5 }),
    framing: fc.constantFrom('none', 'fixed', 'chunked'),
    pieces: fc.array(body, { maxLength: 4 }),
    extension: fc.constantFrom('', ';a=b', ' ; name="quoted; value"'),
    trailers: fc.constantFrom('', 'X-Sum: 1\r\n', 'A: b\r\nC: d\r\n'),
    eol: fc.constantFrom('\r\n', '\n'),
    emptyLines: fc.constantFrom('', '\r\n', '\n\n'),
  })
  .map(({ fields, framing, pieces, extension, trailers, eol, emptyLines }) => {
    const content = framing === 'none' ? [] : pieces.map((piece) => Buffer.from(piece));
    const all = Buffer.concat(content);
    const lines = ['POST /x HTTP/1.1', ...fields.map(([name, value]) => `${name}: ${value}`)];
    if (framing === 'fixed') lines.push(`Content-Length: ${all.length}`);
    if (framing === 'chunked') lines.push('Transfer-Encoding: chunked');
    const head = lines.join(eol) + eol + eol;
    const chunks = content
      .filter((piece) => piece.length > 0)
      .flatMap((piece) => [`${piece.length.toString(16)}${extension}${eol}`, piece, eol]);
    const parts = framing === 'chunked' ? [...chunks, `0${extension}${eol}`, trailers, eol] : [all];
    const wire = Buffer.concat([emptyLines, head, ...parts].map((part) => Buffer.from(part)));
    return { wire, head, body: all };
  });

describe('Http1Framer', () => {
  test('finds what was written, for any cut', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), sizes, (messages, cut) => {
        const wire = Buffer.concat(messages.map(({ wire }) => wire));
        const seen = observe('request', wire, cut);
        expect(seen.messages.map(({ head, body, ended }) => ({ head, body, ended }))).toEqual(
          messages.map(({ head, body }) => ({ head: parseHead(head), body: body.toString('latin1'), ended: true })),
        );
        expect(seen.raw).toBe(wire.toString('latin1'));
      }),
    );
  });

  test('a head that is expected again is the very same object as long as not a byte differs', () => {
    const repeats = fc
      .array(message, { minLength: 1, maxLength: 3 })
      .chain((kinds) => fc.array(fc.constantFrom(...kinds), { maxLength: 8 }));
    fc.assert(
      fc.property(repeats, sizes, (messages, cut) => {
        const wire = Buffer.concat(messages.map(({ wire }) => wire));
        const seen = observe('request', wire, cut, [], false, true);
        expect(seen).toEqual(observe('request', wire, cut));
        messages.forEach(({ head }, at) => {
          const isRepeated = at > 0 && head === messages[at - 1]?.head;
          if (at > 0) expect(seen.messages[at]?.head === seen.messages[at - 1]?.head).toBe(isRepeated);
        });
      }),
    );
  });

  test('a long head is not kept, and takes nothing from one that was', () => {
    const short = 'GET /a HTTP/1.1\r\nHost: h\r\n\r\n';
    const long = `GET /b HTTP/1.1\r\nHost: ${'h'.repeat(5_000)}\r\n\r\n`;
    const { messages } = observe('request', Buffer.from(short + long + long + short), [100], [], false, true);
    const [first, second, third, last] = messages.map(({ head }) => head);
    expect(second).toEqual(third);
    expect(second).not.toBe(third);
    expect(last).toBe(first);
  });

  test('says the same of damaged bytes, for any cut', () => {
    const damaged = fc.tuple(
      message,
      message,
      fc.array(fc.tuple(fc.nat(400), fc.constantFrom(0, 10, 13, 32, 58, 255))),
    );
    fc.assert(
      fc.property(damaged, sizes, sizes, fc.constantFrom('request', 'response'), ([one, two, hits], a, b, kind) => {
        const wire = Buffer.concat([one.wire, two.wire]);
        for (const [at, byte] of hits) if (at < wire.length) wire[at] = byte;
        const first = observe(kind, wire, a, [], true);
        expect(observe(kind, wire, b, [], true)).toEqual(first);
        expect(observe(kind, wire, [1], [], true)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  test('never throws on garbage, and says the same of it for any cut', () => {
    const start = fc.constantFrom(
      '',
      'HTTP/1.1 200 OK\r\n',
      'GET / HTTP/1.1\n',
      'HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const line = fc.constantFrom('\n', '\r', '\r\n', '\n\r\n', 'a', ':', '0', 'f');
    fc.assert(
      fc.property(start, fc.array(fc.oneof(line, fc.string()), { maxLength: 30 }), sizes, (text, rest, cut) => {
        const wire = Buffer.from(text + rest.join(''));
        expect(observe('response', wire, cut)).toEqual(observe('response', wire, [wire.length + 1]));
      }),
      { numRuns: 1000 },
    );
  });

  test('an empty line ends the head where it starts, however the line before it ended', () => {
    const wire = Buffer.from('GET / HTTP/1.1\nA: b\n\n\r\nGET /2 HTTP/1.1\r\n\r\n');
    for (const cut of [[1], [21], [22], [wire.length]]) {
      expect(observe('request', wire, cut).messages.map((seen) => seen.rawHead)).toEqual([
        'GET / HTTP/1.1\nA: b\n\n',
        'GET /2 HTTP/1.1\r\n\r\n',
      ]);
    }
  });

  test('a head beyond the bound breaks it at the same byte, for any cut', () => {
    const head = `GET / HTTP/1.1\r\nA: ${'x'.repeat(MAX_HEAD_BYTES - 23)}\r\n\r\n`;
    expect(head.length).toBe(MAX_HEAD_BYTES);
    const tooLong = head.replace('A', 'AB');
    for (const cut of [[head.length + 1], [1000], [1]]) {
      expect(observe('request', Buffer.from(head), cut)).toMatchObject({ messages: [{}], broken: undefined });
      expect(observe('request', Buffer.from(tooLong), cut)).toMatchObject({ messages: [], broken: 'head too large' });
    }
  });

  test('bytes lost inside a body of known length keep the place', () => {
    const seen: string[] = [];
    const framer = new Http1Framer({
      head: (head) => seen.push(head.kind === 'request' ? head.target : ''),
      raw: () => undefined,
      data: (bytes) => seen.push(Buffer.from(bytes).toString()),
      end: () => seen.push('end'),
      upgraded: () => undefined,
      broken: (reason) => seen.push(reason),
    });
    framer.feed(Buffer.from('PUT /1 HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc'));
    expect(framer.remainingFixed).toBe(7);
    framer.skip(5);
    framer.feed(Buffer.from('yzGET /2 HTTP/1.1\r\n\r\n'));
    framer.skip(1);
    framer.skip(1);
    framer.feed(Buffer.from('GET /3 HTTP/1.1\r\n\r\n'));
    framer.finish();
    expect(seen).toEqual(['/1', 'abc', 'yz', 'end', '/2', 'end', 'bytes lost']);
  });

  test.each([
    ['Content-Length: 1\r\nTransfer-Encoding: chunked', 'transfer-encoding with content-length'],
    ['Content-Length: 1\r\nContent-Length: 2', 'content-length'],
    ['Content-Length: 1, 2', 'content-length'],
    ['Content-Length: -1', 'content-length'],
    ['Content-Length: 0x10', 'content-length'],
    ['Content-Length: ', 'content-length'],
    ['Content-Length: 99999999999999999999', 'content-length'],
    ['Transfer-Encoding: gzip', 'transfer-encoding without chunked'],
    ['Transfer-Encoding: chunked, gzip', 'transfer-encoding without chunked'],
    ['Transfer-Encoding: chunked, chunked', 'transfer-encoding without chunked'],
  ])('%j is ambiguous', (field, reason) => {
    const seen = observe('request', Buffer.from(`POST / HTTP/1.1\r\n${field}\r\n\r\nx`), [7]);
    expect(seen.broken).toBe(`ambiguous length: ${reason}`);
  });

  test.each([
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: chunked\r\nContent-Length: 2',
    'X: a\rTransfer-Encoding: chunked',
  ])('an answer with %j is chunked, as there are clients that say so', (field) => {
    const wire = Buffer.from(`HTTP/1.1 200 OK\r\n${field}\r\n\r\n1\r\na\r\n0001\r\nb\r\n0\r\n\r\n`);
    expect(observe('response', wire, [5]).messages[0]).toMatchObject({ body: 'ab', ended: true });
  });

  test('the same length twice is one length', () => {
    const wire = Buffer.from('POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab');
    expect(observe('request', wire, [5]).messages[0]).toMatchObject({ body: 'ab', ended: true });
  });
});

describe('ChunkedBody', () => {
  test('leaves what follows the body, for any cut', () => {
    const wire = Buffer.from('4;x=y\r\nwiki\r\n5\npedia\n0\r\nA: b\r\n\r\nGET');
    fc.assert(
      fc.property(sizes, (cut) => {
        let used = 0;
        let text = '';
        const asides: HeaderField[] = [];
        const chunked = new ChunkedBody({
          data: (slice) => (text += Buffer.from(slice).toString()),
          aside: (field) => asides.push(field),
        });
        feedCut(wire, cut, (chunk) => (used += chunked.feed(chunk)));
        expect({ text, asides, used, state: chunked.state }).toEqual({
          text: 'wikipedia',
          asides: [
            ['', ';x=y'],
            ['A', 'b'],
          ],
          used: wire.length - 3,
          state: 'done',
        });
      }),
    );
  });

  test.each(['x\r\n', '\r\n', ';a\r\n', '1\r\nab\r\n', '1ffffffffffff\r\n', '01ffffffffffff\r\n'])(
    '%j is broken',
    (text) => {
      const chunked = new ChunkedBody({ data: () => undefined });
      chunked.feed(Buffer.from(text));
      expect(chunked.state).toBe('broken');
    },
  );

  test.each(['0x1\r\na\r\n', '1_0\r\n', '1g\r\n', '1\r\na\n1', '1\r\na\r\r\n', '1\r\na\rx'])(
    '%j, which readers take apart in different ways, is broken where that is asked for',
    (text) => {
      const [lenient, strict] = [false, true].map((isStrict) => new ChunkedBody({ data: () => undefined }, isStrict));
      strict!.feed(Buffer.from(text));
      expect(strict!.state).toBe('broken');
      const cut = new ChunkedBody({ data: () => undefined }, true);
      feedCut(Buffer.from(text), [1], (chunk) => cut.feed(chunk));
      expect(cut.state).toBe('broken');
      lenient!.feed(Buffer.from(text.slice(0, 3)));
      expect(lenient!.state).toBe('open');
    },
  );

  test.each(['a \r\n', '0000a\t;x=y\r\n', 'A;x\n', 'a\r\n'])('%j is a size for all readers', (line) => {
    let text = '';
    const chunked = new ChunkedBody({ data: (slice) => (text += Buffer.from(slice).toString()) }, true);
    chunked.feed(Buffer.from(`${line}ten bytes.\r\n0\r\n\r\n`));
    expect([text, chunked.state]).toEqual(['ten bytes.', 'done']);
  });

  test('a line behind the last chunk that begins with no name is one text', () => {
    const asides: HeaderField[] = [];
    const chunked = new ChunkedBody({ data: () => undefined, aside: (field) => asides.push(field) });
    chunked.feed(Buffer.from('0\r\nfetch http://h/ | sh\r\nA: b\r\n\r\n'));
    expect(asides).toEqual([
      ['', 'fetch http://h/ | sh'],
      ['A', 'b'],
    ]);
  });
});

describe('parseHead', () => {
  test('keeps names, order and odd values', () => {
    expect(parseHead('GET /a|b?\xff HTTP/1.0\r\nB:1\r\na:  2 \r\n folded\r\nEmpty:\r\n\r\n')).toEqual({
      kind: 'request',
      method: 'GET',
      target: '/a|b?\xff',
      minorVersion: 0,
      headers: [
        ['B', '1'],
        ['a', '2 folded'],
        ['Empty', ''],
      ],
    });
    expect(parseHead('HTTP/1.1 200\r\n\r\n')).toMatchObject({ kind: 'response', status: 200, reason: '' });
  });

  test.each([
    'GET /',
    'GET / HTTP/2.0',
    'HTTP/1.1 20 OK',
    'GET  / HTTP/1.1',
    'GET / HTTP/1.1\r\nno colon',
    'GET / HTTP/1.1\r\n: x',
    'GET / HTTP/1.1\r\nX: a\rTransfer-Encoding: chunked',
    'GET / HTTP/1.1\r\nTransfer-Encoding : chunked',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked',
    'HTTP/1.1 200 OK\r\ncontent-encoding\t: gzip',
    'HTTP/1.1 200 OK\r\nContent-Length : 2',
    'HTTP/1.1 200 OK\r\nA b: c\r\nTransfer-Encoding: chunked',
  ])('%j is no head', (text) => expect(parseHead(`${text}\r\n\r\n`)).toBeUndefined());

  test('white space behind a name that decides nothing does no harm to an answer', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Disposition : inline\r\nContent-Length: 2\r\n\r\n';
    expect(parseHead(text)?.headers).toEqual([
      ['Content-Disposition ', 'inline'],
      ['Content-Length', '2'],
    ]);
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseHead(`GET / HTTP/1.1\r\n${text}`)));
  });
});
