import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutAt, flowObserver, observe, recordingSink, type Exchange, type Seen } from '../support/recording-sink.js';

const bodies = (seen: readonly Seen[]): string[] =>
  seen.filter(({ location }) => location === 'body').map(({ text }) => text);

function chunked(text: string, size = 7): string {
  const parts = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
  return `${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`;
}

const GET = ['outbound', 'GET /a HTTP/1.1\r\nHost: example.invalid\r\n\r\n'] as const;

describe('of a request and its answer', () => {
  const exchange: Exchange = [
    [
      'outbound',
      'POST /path?q=1 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer abc\r\nX-Made-Up: v\r\nContent-Length: 5\r\n\r\nhello',
    ],
    ['inbound', 'HTTP/1.1 200 OK\r\nServer: s\r\nTransfer-Encoding: chunked\r\n\r\n' + chunked('an answer in chunks')],
  ];

  test('the URL, header values and bodies are seen, each with its place', async () => {
    const { seen, coverage } = await observe(exchange);
    expect(seen).toContainEqual({ direction: 'outbound', location: 'url', text: '/path?q=1' });
    expect(seen).toContainEqual({ direction: 'outbound', location: 'header:authorization', text: 'Bearer abc' });
    expect(seen).toContainEqual({ direction: 'outbound', location: 'body', text: 'hello' });
    expect(seen).toContainEqual({ direction: 'inbound', location: 'header:server', text: 's' });
    expect(seen).toContainEqual({ direction: 'inbound', location: 'body', text: 'an answer in chunks' });
    expect(coverage).toMatchObject({ truncated: 0, dropped: 0, unparsed: 0 });
  });

  test('a body that is sent to where clients sign in is known as such, and its answer is not', async () => {
    const post = (target: string): string => `POST ${target} HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\na=bc`;
    const { seen } = await observe([
      ['outbound', post('/oauth2/v4/token?x=1')],
      ['inbound', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
      ['outbound', post('/repos/a/b/issues')],
    ]);
    expect(seen.filter(({ location }) => location === 'body')).toEqual([
      { direction: 'outbound', location: 'body', text: 'a=bc', signsIn: true },
      { direction: 'inbound', location: 'body', text: 'ok' },
      { direction: 'outbound', location: 'body', text: 'a=bc' },
    ]);
  });

  test('a field name that is not known is not repeated: it could be the secret itself', async () => {
    const { seen } = await observe(exchange);
    expect(seen).toContainEqual({ direction: 'outbound', location: 'header:other', text: 'v' });
  });

  test('a secret may stand in any word of a head: as method, host, name of a field, reason', async () => {
    const { seen } = await observe([
      ['outbound', 'key_0123 / HTTP/1.1\r\nHost: Key.0123\r\nkey_0123-key_0123-key: 1\r\n\r\n'],
      ['inbound', 'HTTP/1.1 200 Please run: this\r\ncontent-length: 0\r\n\r\n'],
    ]);
    expect(seen).toEqual(
      expect.arrayContaining([
        { direction: 'outbound', location: 'header:other', text: 'key_0123' },
        { direction: 'outbound', location: 'header:host', text: 'Key.0123' },
        { direction: 'outbound', location: 'header:other', text: 'key_0123-key_0123-key' },
        { direction: 'inbound', location: 'header:other', text: 'Please run: this' },
      ]),
    );
  });

  test('the words that every head has are not handed on', async () => {
    const { seen } = await observe([
      ['outbound', 'PROPFIND / HTTP/1.1\r\nHost: example.invalid:443\r\nx-custom: 1\r\n\r\n'],
      ['inbound', "HTTP/1.1 418 I'm a teapot\r\ncontent-length: 0\r\n\r\n"],
    ]);
    expect(seen.map(({ text }) => text)).toEqual(['/', '1', '0']);
  });

  test('the same is seen for any cut', async () => {
    const whole = await observe(exchange);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(300), { maxLength: 12 }), async (cuts) => {
        expect(await observe(cutAt(exchange, cuts))).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });
});

describe('message boundaries', () => {
  test.each<[string, Exchange, string[]]>([
    [
      'keep-alive and pipelining',
      [
        ['outbound', 'POST /1 HTTP/1.1\r\nContent-Length: 3\r\n\r\noneHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n'],
        ['inbound', 'HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n'],
        ['inbound', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthree'],
      ],
      ['one', 'three'],
    ],
    [
      '1xx answers come before the real one',
      [
        ['outbound', 'POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n'],
        ['inbound', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'],
        ['outbound', 'ok'],
        ['inbound', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 10\r\n\r\n'],
      ],
      ['ok'],
    ],
    ['until close', [GET, ['inbound', 'HTTP/1.0 200 OK\r\n\r\nto the end']], ['to the end']],
    [
      'trailers are not body',
      [GET, ['inbound', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: abc\r\n\r\n']],
      ['body'],
    ],
    ['lines that end in LF alone', [GET, ['inbound', 'HTTP/1.1 200 OK\nContent-Length: 4\n\nbody']], ['body']],
  ])('%s', async (_what, exchange, expected) => {
    const { seen, coverage } = await observe(exchange);
    expect(bodies(seen)).toEqual(expected);
    expect(coverage.unparsed).toBe(0);
  });

  test('trailers are seen by their names, and what stands beside the sizes of chunks with them', async () => {
    const body = '4;ext="a value"\r\nbody\r\n0\r\nServer: in a trailer\r\nX-Made-Up: another\r\nno colon\r\n\r\n';
    const answer: Exchange = [GET, ['inbound', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body}`]];
    const { seen } = await observe(answer);
    expect(seen).toContainEqual({ direction: 'inbound', location: 'header:server', text: 'in a trailer' });
    for (const text of ['another', 'no colon', ';ext="a value"']) {
      expect(seen).toContainEqual({ direction: 'inbound', location: 'header:other', text });
    }
    const cut = await observe([...answer.slice(0, 1), ['inbound', String(answer[1]?.[1]).slice(0, -6)]]);
    expect(cut.seen).toContainEqual({ direction: 'inbound', location: 'header:other', text: 'no col' });
  });

  test.each(['Transfer-Encoding: chunked\r\n', 'Content-Length: 3\r\n', 'Transfer-Encoding: identity\r\n'])(
    'chunks are put together whatever else the answer says of its length: %j',
    async (also) => {
      const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${also}\r\n`;
      const { seen, coverage } = await observe([GET, ['inbound', head + chunked('a command in pieces', 1)]]);
      expect(bodies(seen)).toEqual(['a command in pieces']);
      expect(coverage.unparsed).toBe(0);
    },
  );

  test('the reason names no protocol that only the server has heard of: agents read it in the status', async () => {
    const { coverage } = await observe([
      GET,
      ['inbound', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: now-run-the-installer\r\n\r\n'],
      ['inbound', 'x'],
    ]);
    expect(coverage.unparsedReason).toBe('upgraded to another protocol');
  });

  test('after an upgrade the rest is counted as unread, with the reason', async () => {
    const { coverage } = await observe([
      ['outbound', 'GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n'],
      ['inbound', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n'],
      ['inbound', 'x'.repeat(50)],
    ]);
    expect(coverage.unparsed).toBeGreaterThanOrEqual(50);
    expect(coverage.unparsedReason).toContain('upgraded');
  });

  test('what is not HTTP is counted as unread', async () => {
    const { coverage } = await observe([
      ['outbound', '\x00\x01\x02 binary\r\n\r\n'],
      ['inbound', 'SSH-2.0-x\r\n'],
    ]);
    expect(coverage.unparsed).toBeGreaterThan(0);
  });
});

describe('a head that never ends was not looked at, and counts as unread', () => {
  const HEAD = 'GET /a HTTP/1.1\r\nX-Kept-Open: some value';

  test.each<[string, Exchange, number]>([
    ['when the client closes', [['outbound', HEAD]], HEAD.length],
    ['when the server closes', [GET, ['inbound', HEAD]], HEAD.length],
    [
      'when it turns out to be none',
      [
        ['outbound', 'neither request'],
        ['outbound', ' nor answer\r\n\r\n'],
      ],
      30,
    ],
    [
      'when the other side breaks off',
      [
        ['outbound', HEAD],
        ['inbound', 'no answer\r\n\r\n'],
      ],
      HEAD.length + 13,
    ],
  ])('%s', async (_what, exchange, unread) => {
    expect((await observe(exchange)).coverage).toMatchObject({ unparsed: unread });
  });
});

test.each([
  'HTTP/1.1  200 OK\r\nContent-Length: 14',
  'HTTP/1.1 200 OK\r\nContent-Length: +14',
  'HTTP/1.1 200 OK\r\nContent-Length: 14\r\nContent-Length: 15',
  'HTTP/1.1 200 OK\r\nno field',
])('an answer that only some clients repair counts as unread, and is looked at all the same: %j', async (head) => {
  const answers: Exchange = [
    ['inbound', `${head}\r\n\r\nwhat `],
    ['inbound', 'it answers'],
  ];
  const { seen, coverage } = await observe([GET, ...answers]);
  expect(bodies(seen).join('')).toContain('what it answers');
  expect(coverage.unparsed).toBe(head.length + 4 + 'what it answers'.length);
  const leaving = await observe([['outbound', 'GET /  HTTP/1.1\r\nAuthorization: key of that host\r\n\r\n']]);
  expect(leaving.seen).toEqual([]);
});

test('at most maxScanBytes of a message are scanned, and the rest is counted to the byte', async () => {
  const body = 'b'.repeat(5_000);
  const head = `HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n`;
  const { seen, coverage } = await observe([GET, ['inbound', head], ['inbound', body]], { maxScanBytes: 1_024 });
  expect(bodies(seen)).toEqual(['b'.repeat(1_024)]);
  expect(coverage).toEqual({
    seen: GET[1].length + head.length + 1_024,
    truncated: 5_000 - 1_024,
    dropped: 0,
    unparsed: 0,
    unparsedReason: undefined,
  });
});

test('a conversation that is sent whole each time is looked at to its end, as far as sixteen messages go', async () => {
  const body = JSON.stringify({ messages: ['a'.repeat(12_000), 'the newest of all'] });
  const head = `POST /v1/messages HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  const { seen, coverage } = await observe([['outbound', `${head}${body}`]], { maxScanBytes: 1_024 });
  expect(bodies(seen)).toEqual([body]);
  expect(coverage.truncated).toBe(0);
  const longer = body.replace('a'.repeat(12_000), 'a'.repeat(17_000));
  const cut = await observe([['outbound', `${head.replace(String(body.length), String(longer.length))}${longer}`]], {
    maxScanBytes: 1_024,
  });
  expect(cut.coverage.truncated).toBe(longer.length - 16 * 1_024);
});

describe('a head that comes again', () => {
  const GET_AGAIN = 'GET /again HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n';
  const OK = 'HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: 2\r\n\r\n';

  /** The lists of texts that a sink is given for some requests and answers; it knows those from the second on. */
  function listsOf(exchanges: number): (readonly string[])[] {
    const lists: (readonly string[])[] = [];
    const { sink } = recordingSink((texts) => lists.push(texts) > 2);
    const flow = flowObserver(sink);
    for (let i = 0; i < exchanges; i++) {
      flow.bytes('outbound', Buffer.from(GET_AGAIN));
      flow.bytes('inbound', Buffer.from(`${OK}${String(i).padStart(2)}`));
    }
    return lists;
  }

  test('is handed on as the same list once it was known, and as another before', () => {
    const lists = listsOf(4);
    expect(lists.map((list) => [...list])).toEqual(
      Array.from({ length: 4 }, () => [
        ['/again', '*/*'],
        ['s', '2'],
      ]).flat(),
    );
    const isSame = (a: number, b: number): boolean => lists[a] === lists[b];
    expect([isSame(0, 2), isSame(2, 4), isSame(4, 6)]).toEqual([false, true, true]);
    expect([isSame(1, 3), isSame(3, 5), isSame(5, 7)]).toEqual([false, true, true]);
  });
});
