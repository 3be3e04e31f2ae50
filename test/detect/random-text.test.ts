import { describe, expect, test } from '@jest/globals';
import { Seeded } from '../../bench/stage/seeded.js';
import { Detector } from '../../src/detect/detector.js';
import { enabledRules } from '../../src/detect/groups.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';

/** Bytes of each kind that are looked at: what a busy agent passes on of it in days. */
const BYTES = 2_000_000;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const random = new Seeded(20_261_123);
const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => random.next(256)));
const letters = (alphabet: string, count: number): string =>
  Array.from({ length: count }, () => alphabet[random.next(alphabet.length)]).join('');
const list = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const fraction = (digits: number): string => (random.next(2 ** 31) / 2 ** 31).toFixed(digits);

/** What programs send each other all day, and what has no meaning in any of its bytes. */
const kinds: Readonly<Record<string, () => string>> = {
  'vectors of a model': () => JSON.stringify(list(3_000, () => Number(fraction(16)) * 2 - 1)),
  'numbers of 53 bits': () => JSON.stringify(list(3_000, () => random.next(2 ** 31) * 2 ** 22)),
  'identifiers in hexadecimal': () => JSON.stringify(list(800, () => ({ id: bytes(16).toString('hex') }))),
  'identifiers of letters and digits': () => JSON.stringify(list(2_000, () => letters(BASE62, 8 + random.next(20)))),
  'identifiers in base32': () => JSON.stringify(list(2_000, () => letters(BASE32, 26))),
  'a query with tokens': () => list(1_000, (i) => `cursor${i}=${letters(BASE62, 8 + random.next(20))}`).join('&'),
  'a picture in base64': () => JSON.stringify({ type: 'image', data: bytes(40_000).toString('base64') }),
  'checksums of a lock file': () =>
    JSON.stringify(list(500, () => ({ integrity: `sha512-${bytes(64).toString('base64')}` }))),
  'a dump of bytes': () =>
    list(1_000, () => list(16, () => random.next(256).toString(16).padStart(2, '0')).join(' ')).join('\n'),
  addresses: () => list(1_500, () => list(8, () => random.next(65_536).toString(16)).join(':')).join('\n'),
  'a path of a picture': () => list(4_000, () => `L${fraction(3)},${fraction(2)}`).join(' '),
  'rows of a table': () =>
    list(1_000, (i) => `${i},${fraction(9)},${random.next(2 ** 31)},${letters(BASE62, 6)}`).join('\n'),
};

describe('what was made at random holds no secret and no command by chance', () => {
  const detector = new Detector(enabledRules(catalogue, {}), Buffer.alloc(32, 7));

  test.each(Object.entries(kinds))('%s', (_kind, make) => {
    const found: string[] = [];
    for (let looked = 0, text = 0; looked < BYTES; text++) {
      const body = Buffer.from(make());
      looked += body.length;
      for (const direction of ['outbound', 'inbound'] as const) {
        const context = { direction, location: 'body', host: 'api.example.com', secure: true } as const;
        detector.scan({ ...context, agent: `agent ${text}` }, body, ({ pattern, variant, decoding }) =>
          found.push(`${direction} ${pattern}.${variant} ${decoding.join(' ')}`),
        );
      }
    }
    expect(found).toEqual([]);
  });
});
