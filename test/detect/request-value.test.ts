import { describe, expect, test } from '@jest/globals';
import { Detector } from '../../src/detect/detector.js';
import { requestValueBefore } from '../../src/detect/request-value.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { detect, FINGERPRINT_KEY, strangerContext } from '../support/detect.js';

describe('the value of a request that stands before a match', () => {
  test.each([
    ['/get?host=127.0.0.1;', '127.0.0.1;'],
    ['GET /get?a=1 HTTP/1.1\nReferer: ', ''],
    ['/post\nname=a;', 'a;'],
    ['words before\n/get?x=', ''],
    ['/post\n{ "key": "', ''],
    ['see https://files.invalid/?q=a;', 'a;'],
  ])('of %j is %j', (before, value) => {
    expect(requestValueBefore(before)?.before).toBe(value);
  });

  test.each([
    ['prose behind an address', 'see https://files.invalid/?q=a and then '],
    ['what follows a quoted address', '<a href="/x?q=a">'],
    ['a long text', 'x'.repeat(64)],
    ['several lines', 'one\ntwo '],
  ])('is not %s', (_what, before) => {
    expect(requestValueBefore(before)).toBeUndefined();
  });
});

describe('commands in requests', () => {
  const detector = new Detector(
    catalogue.filter(({ group }) => group === 'command-injection'),
    FINGERPRINT_KEY,
  );
  const found = (text: string): boolean => detect(detector, strangerContext('inbound'), text).length > 0;

  test.each(['a;/usr/bin/id|', '| id', '/get\nReferer: cat /etc/passwd', '\narg=;rmt --version\n', '/post\nx=;ps\n'])(
    'are found in %j',
    (text) => expect(found(text)).toBe(true),
  );

  test.each(['ls 300 lexus', 'ok; cat is here', 'initials=SU', '/get?id=4&cat=7', '/docs\n/build\n/dist\n'])(
    'are not seen in %j',
    (text) => expect(found(text)).toBe(false),
  );
});
