import { expect, test } from '@jest/globals';
import { observe, type Exchange } from '../support/recording-sink.js';
import { seesTheSameForAnyCut, texts } from './support/exchanges.js';

const answer = (type: string, body: Buffer): Exchange => [
  ['outbound', 'GET / HTTP/1.1\r\nHost: h\r\n\r\n'],
  [
    'inbound',
    Buffer.concat([
      Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`),
      body,
    ]),
  ],
];
/** As the detector is given text: UTF-8, here a character for each byte. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

test.each<[string, string, string]>([
  ['windows-1251', 'ef f0 e8 e2 e5 f2', 'привет'],
  ['"KOI8-R"', 'd0 d2 c9 d7 c5 d4', 'привет'],
  ["'gb2312'", 'a3 e3 a3 f5', 'ｃｕ'],
  ['shift_jis', '82 83 82 95', 'ｃｕ'],
  ['EUC-JP; x=y', 'a3 e3 a3 f5', 'ｃｕ'],
  ['euc-kr', 'a3 e3 a3 f5', 'ｃｕ'],
  ['big5', 'a4 a4 41', '中A'],
  ['iso-2022-jp', '1b 24 42 23 63 1b 28 42 41', 'ｃA'],
])('a text in %s is seen as it is and as what it says', async (charset, hex, text) => {
  const body = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const seen = await seesTheSameForAnyCut(answer(`text/html; charset=${charset}`, body));
  expect(texts(seen, 'body').sort()).toEqual([body.toString('latin1'), utf8(text)].sort());
});

test.each(['utf-8', 'UTF8', 'iso-8859-1', 'us-ascii', 'utf-16le', 'made-up', ''])(
  'a text in %j is seen as it is',
  async (charset) => {
    const { seen, coverage } = await observe(answer(`text/plain; charset=${charset}`, Buffer.from('a text')));
    expect(texts(seen, 'body')).toEqual(['a text']);
    expect(coverage).toMatchObject({ unparsed: 0 });
  },
);

test.each(['utf-7', 'UTF_7', 'cp037', 'IBM037', 'ibm-500', 'cp1140', 'hz-gb-2312', 'iso-2022-kr'])(
  'a text in %s counts as unread, and is looked at as it is',
  async (charset) => {
    const { seen, coverage } = await observe(answer(`text/plain; charset=${charset}`, Buffer.from('+AGM-url')));
    expect(texts(seen, 'body')).toEqual(['+AGM-url']);
    expect(coverage).toMatchObject({ unparsed: 8, unparsedReason: 'unknown character set' });
  },
);

test.each<[string, string]>([
  ['text/html', '<!doctype html><meta charset="windows-1251"><p>'],
  ['text/html', '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'],
  ['application/xhtml+xml', '<?xml version="1.0" encoding = \'windows-1251\'?>'],
  ['text/html; x=y', `<meta charset=windows-1251>${'x'.repeat(3_000)}`],
])('a page of %s that names its set itself is seen as it is and as what it says: %s', async (type, start) => {
  const body = Buffer.concat([Buffer.from(start), Buffer.from('eff0e8e2e5f2', 'hex')]);
  const seen = await seesTheSameForAnyCut(answer(type, body));
  expect(texts(seen, 'body').sort()).toEqual([body.toString('latin1'), utf8(`${start}привет`)].sort());
});

test.each<[string, string]>([
  ['text/html', '<meta charset="utf-8"><p>'],
  ['text/html', `${' '.repeat(1_024)}<meta charset="windows-1251">`],
  ['text/html', '<meta charset="made-up">'],
  ['text/html; charset=utf-8', '<meta charset="windows-1251">'],
  ['text/css', '@charset "x"; /* charset=windows-1251 */'],
])('a page of %s is seen as it is: %s', async (type, text) => {
  const { seen, coverage } = await observe(answer(type, Buffer.from(text)));
  expect(texts(seen, 'body')).toEqual([text]);
  expect(coverage).toMatchObject({ unparsed: 0 });
});
