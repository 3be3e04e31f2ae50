import { expect, test } from '@jest/globals';
import { displayDest } from '../../src/findings/display-dest.js';

test.each([
  ['api.anthropic.com', 443, 'api.anthropic.com:443'],
  ['objects.githubusercontent.com', 443, 'objects.githubusercontent.com:443'],
  ['d111111abcdef8.cloudfront.net', 443, 'd111111abcdef8.cloudfront.net:443'],
  ['ec2-203-0-113-25.compute-1.amazonaws.com', 443, 'ec2-203-0-113-25.compute-1.amazonaws.com:443'],
  ['my-service-production-eu2.example', 80, 'my-service-production-eu2.example:80'],
  ['k8s-prod-v2-us-east-1a.example', 443, 'k8s-prod-v2-us-east-1a.example:443'],
  ['203.0.113.7', 80, '203.0.113.7:80'],
  ['2001:db8::1', 443, '[2001:db8::1]:443'],
  ['xn--mnchen-3ya.example', 443, 'xn--mnchen-3ya.example:443'],
])('%s is shown as it is', (host, port, shown) => {
  expect(displayDest(host, port)).toBe(shown);
});

test.each([
  ['AKIA7G4N2K9Q6M8R3T5V.evil.example', '‹20›.evil.example:53'],
  ['aGVsbG8gd29ybGQgaGVsbG8.evil.example', '‹23›.evil.example:53'],
  ['a1b2c3d4e5f6.evil.example', '‹12›.evil.example:53'],
  ['sk-ant-abcdefghijklmnopqrstuvwx.evil.example', '‹31›.evil.example:53'],
  ['sk-ant-api03-j9s3r5o6-xnc0llxhe_9zfadu68attgre302ds8-awvis894lv.evil.example', '‹63›.evil.example:53'],
  ['800fe256-ca52-b42d-b4ee-84c97c84ef35.evil.example', '‹36›.evil.example:53'],
  ['94djq4ke6jr_vu90o6ar7e.evil.example', '‹22›.evil.example:53'],
  ['line\nbreak.example', 'line?break.example:53'],
  ['clear\u009b2J\u00a0screen\u00ad.example', 'clear?2J?screen?.example:53'],
])('%j is shown without what could be data', (host, shown) => {
  expect(displayDest(host, 53)).toBe(shown);
});

test('a label that a secret is known to stand in is not shown, whatever it looks like', () => {
  const host = 'www.correct-horse.battery.example';
  expect(displayDest(host, 443, [{ start: 12, end: 19 }])).toBe('www.‹13›.‹7›.example:443');
  expect(displayDest(host, 443, [{ start: 4, end: 17 }])).toBe('www.‹13›.battery.example:443');
});
