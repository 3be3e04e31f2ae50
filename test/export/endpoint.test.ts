import { expect, test } from '@jest/globals';
import { hostIn } from '../../src/cli/scan/case-line.js';
import { endpointOf } from '../../src/export/endpoint.js';

test.each([
  ['api.example.com:443', { host: 'api.example.com', family: 0, port: 443 }],
  ['203.0.113.7:80', { host: '203.0.113.7', family: 4, port: 80 }],
  ['[2001:db8::1]:443', { host: '2001:db8::1', family: 6, port: 443 }],
  ['[2001:db8::1]', { host: '2001:db8::1', family: 6 }],
  // The last group is no port.
  ['2001:db8::1', { host: '2001:db8::1', family: 6 }],
  ['session.jsonl', { host: 'session.jsonl', family: 0 }],
  ['api.example.com:70000', { host: 'api.example.com:70000', family: 0 }],
])('%s is taken apart', (text, endpoint) => {
  expect(endpointOf(text)).toEqual(endpoint);
});

test.each([
  ['api.example.com.:443', 'api.example.com'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['.', '.'],
])('the far end %s is scanned as the host that the relay names', (dest, host) => {
  expect(hostIn(dest)).toBe(host);
});
