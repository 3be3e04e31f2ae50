import { describe, expect, test } from '@jest/globals';
import { Detector } from '../../src/detect/detector.js';
import { requestValueBefore } from '../../src/detect/request-value.js';
import { MAX_WINDOW } from '../../src/detect/rule.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { SEGMENT_BYTES } from '../../src/detect/segmented-text.js';
import { detect, FINGERPRINT_KEY, strangerContext } from '../support/detect.js';

describe('the value of a request that stands before a match', () => {
  test.each([
    ['/get?host=127.0.0.1;', '127.0.0.1;'],
    ['GET /get?a=1 HTTP/1.1\nReferer: ', ''],
    ['/post\nname=a;', 'a;'],
    ['words before\n/get?x=', ''],
    ['/post\n{ "key": "', ''],
    ['/get?x=\n/', '/'],
    ['see https://files.invalid/?q=a;', 'a;'],
    ['/post\n<?xml version="1.0"?><host>', ''],
    ['--b\r\nContent-Disposition: form-data; name="x"\r\n\r\na;', 'a;'],
  ])('of %j is %j', (before, value) => {
    expect(requestValueBefore(before, true)?.before).toBe(value);
  });

  test('is one of the request where the client says that it comes from, but for what was searched for', () => {
    expect(requestValueBefore('/get\nReferer: https://files.invalid/?x=', true)?.sent).toBe(true);
    expect(requestValueBefore('/get\nReferer: https://files.invalid/?q=', true)?.sent).toBe(false);
    expect(requestValueBefore('see https://files.invalid/?x=', true)?.sent).toBe(false);
  });

  test.each(['GET /get?x=', 'GET http://files.invalid/get?x=', 'POST https://files.invalid/?x='])(
    'is one of the request behind its method, as in %j',
    (before) => {
      expect(requestValueBefore(before, true)?.sent).toBe(true);
    },
  );

  test.each([
    ['prose behind an address', 'see https://files.invalid/?q=a and then '],
    ['what follows a quoted address', '<a href="/x?q=a">'],
    ['a long text', 'x'.repeat(64)],
    ['several lines', 'one\ntwo '],
    ['a line that began further on, of which only its end is seen', `${'/docs/setup\n\n'.padEnd(62, '# words ')}\nx`],
  ])('is not %s', (_what, before) => {
    expect(requestValueBefore(before, before.length < 64)).toBeUndefined();
  });
});

/** Where the second segment of a long text begins: {@link SEGMENT_BYTES} without what both of them hold. */
const SECOND_SEGMENT = SEGMENT_BYTES - 2 * MAX_WINDOW;

describe('commands in requests', () => {
  const detector = new Detector(
    catalogue.filter(({ group }) => group === 'command-injection'),
    FINGERPRINT_KEY,
  );
  const found = (text: string): boolean => detect(detector, strangerContext('inbound'), text).length > 0;

  test.each(['127.0.0.1; sleep 5;', '127.0.0.1 && sleep 5 #', "x'; sleep 5 #"])('%j on its own is one', (text) => {
    expect(found(text)).toBe(true);
  });

  test.each([
    'GET /?q=1;id HTTP/1.1\r\nHost: files.invalid\r\n\r\n',
    'GET http://files.invalid/?q=%7C+ipconfig HTTP/1.1\r\nHost: files.invalid\r\n\r\n',
    '/post\n<?xml version="1.0"?><host>$(id)</host>\n',
    '/post\n{"host": "$(id)"}\n',
    '/get?host=%26%20copy%20c:%5Ca.txt%20c:%5Cb.txt',
    '/get?file=a.png%60id%60',
    '/get?file=..%2f..%2fetc%2fpasswd',
  ])('%j holds one', (text) => {
    expect(found(text)).toBe(true);
  });

  test.each(['echo foo; sleep 5; echo bar', 'Wait for a minute && sleep 60 && try again', 'See `cat /etc/passwd`.'])(
    '%j on its own is none',
    (text) => {
      expect(found(text)).toBe(false);
    },
  );

  test.each(['a;/usr/bin/id|', '| id', '/get\nReferer: cat /etc/passwd', '\narg=;rmt --version\n', '/post\nx=;ps\n'])(
    'are found in %j',
    (text) => expect(found(text)).toBe(true),
  );

  test.each(['ls 300 lexus', 'ok; cat is here', 'initials=SU', '/get?id=4&cat=7', '/docs\n/build\n/dist\n'])(
    'are not seen in %j',
    (text) => expect(found(text)).toBe(false),
  );

  test('are not seen where only a piece of a long text begins', () => {
    const command = 'a;/usr/bin/id|';
    for (const at of [SECOND_SEGMENT, SECOND_SEGMENT - 1, SECOND_SEGMENT - 40]) {
      const words = 'some words '.repeat(SEGMENT_BYTES).slice(0, at);
      const found: string[] = [];
      const scan = detector.open(strangerContext('inbound'), ({ pattern }) => found.push(pattern));
      scan.write(Buffer.from(`${words}${command}${words}`));
      scan.end();
      expect(found).toEqual([]);
    }
  });
});
