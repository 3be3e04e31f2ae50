import { expect, test } from '@jest/globals';
import { displayDest } from '../../src/findings/display-dest.js';

test.each([
  ['api.anthropic.com', 443, 'api.anthropic.com:443'],
  ['objects.githubusercontent.com', 443, 'objects.githubusercontent.com:443'],
  ['d111111abcdef8.cloudfront.net', 443, 'd111111abcdef8.cloudfront.net:443'],
  ['ec2-203-0-113-25.compute-1.amazonaws.com', 443, 'ec2-203-0-113-25.compute-1.amazonaws.com:443'],
  ['my-service-production-eu2.example', 80, 'my-service-production-eu2.example:80'],
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
  ['sk-ant-abcdefghijklmnopqrstuvwx.evil.example', 'sk-ant-‹24›.evil.example:53'],
  ['line\nbreak.example', 'line?break.example:53'],
])('%j is shown without what could be data', (host, shown) => {
  expect(displayDest(host, 53)).toBe(shown);
});
