import fc from 'fast-check';
import type { Finding } from '../../src/findings/finding.js';
import { recorded } from '../findings/samples.js';

/** Texts that mean something to a spreadsheet, a log parser, a browser or a terminal. */
const DANGEROUS = [
  '=HYPERLINK("http://evil.example","click")',
  '+1+1',
  "-2+3+cmd|' /C calc'!A0",
  '@SUM(1)',
  '\t=1',
  ' =1',
  '\uff1d1+1',
  'a,b"c',
  'line\nbreak\r\nand more',
  'name|with|bars\\',
  'x cs1=forged end=0',
  '<script>alert(1)</script>',
  '[link](http://evil.example) {0}',
  '\u001b[31mred\u0007',
  '\u202egnirts',
  'lone \ud800 surrogate',
];

/** A finding as it is read back; see `recorded`. */
export function sample(n: number, fields: Partial<Finding> = {}): Finding {
  return { ...(JSON.parse(JSON.stringify(recorded(n))) as Finding), ...fields };
}

const text = fc.oneof(fc.constantFrom(...DANGEROUS), fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }));

/** A finding in which everything that traffic can choose is out to do harm, though it follows its schema. */
export const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    dest: fc.oneof(
      text,
      fc.constantFrom(
        'api.example.com:443',
        '192.0.2.7:80',
        '[2001:db8::1]:443',
        'a.‹20›.example:443',
        'x:99999',
        ':0',
      ),
    ),
    source: fc.oneof(text, fc.constantFrom('127.0.0.1:5000', '[::1]:5000', 'session.jsonl')),
    snippet: text,
    agent: fc.option(text, { nil: undefined }),
    flow: fc.option(text, { nil: undefined }),
    protocol: fc.constantFrom('http', 'https', 'ws', 'wss', 'session'),
    direction: fc.constantFrom('outbound', 'inbound'),
    threat_type: fc.constantFrom('EXFIL', 'INJECTION'),
    severity: fc.constantFrom('low', 'medium', 'high', 'critical'),
    id: fc.option(fc.uuid(), { nil: undefined }),
    fingerprint: fc.option(fc.constant('0123456789abcdef0123456789abcdef'), { nil: undefined }),
    decoding: fc.option(fc.constant(['base64', 'gzip']), { nil: undefined }),
    count: fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: undefined }),
  })
  .map((fields) => {
    const finding: unknown = { ...sample(1, { last_seen: '2026-11-05T11:00:00.000Z' }), ...fields };
    // What is absent has no key.
    return JSON.parse(JSON.stringify(finding)) as Finding;
  });
