import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { WatchFingerprints } from '../../../src/detect/watch/fingerprints.js';
import { ProbeHash } from '../../../src/detect/watch/probe-hash.js';
import { ProbeScanner } from '../../../src/detect/watch/probe-scanner.js';
import { isWatchData, MAX_SECRET_BYTES, type WatchEntry } from '../../../src/detect/watch/watch-entry.js';
import { WatchList } from '../../../src/detect/watch/watch-list.js';
import { FINGERPRINT_KEY } from '../../support/detect.js';

const fingerprints = new WatchFingerprints(FINGERPRINT_KEY);
const entryOf = (secret: Uint8Array | string, name = 'A_KEY'): WatchEntry =>
  fingerprints.entryOf(Buffer.from(secret), { kind: 'secret', name, expectedHosts: [] });

function placesOf(list: WatchList, text: Uint8Array | string): [name: string, start: number, end: number][] {
  const found: [string, number, number][] = [];
  list.find(Buffer.from(text), ({ name }, start, end) => found.push([name, start, end]));
  return found;
}

const bytes = (minLength: number, maxLength = 300): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength, maxLength });

describe('the hash of eight bytes', () => {
  test('is the same for each place of a text as by itself', () => {
    const hash = new ProbeHash(FINGERPRINT_KEY);
    const scanner = new ProbeScanner(hash);
    fc.assert(
      fc.property(bytes(8), (text) => {
        const expected = Array.from({ length: text.length - 7 }, (_, at) => [hash.at(text, at), at]);
        scanner.replace(expected.map(([value]) => value!));
        const found: number[][] = [];
        scanner.scan(text, (value, at) => found.push([value, at]));
        expect(found).toEqual(expected);
      }),
    );
  });

  test('is looked for over the borders of pieces, and however many places have it', () => {
    const hash = new ProbeHash(FINGERPRINT_KEY);
    const scanner = new ProbeScanner(hash);
    const text = Buffer.alloc(600_000, 'z');
    scanner.replace([hash.at(text, 0)]);
    let places = 0;
    let outOfOrder = 0;
    scanner.scan(text, (_, at) => {
      if (at !== places++) outOfOrder++;
    });
    expect(outOfOrder).toBe(0);
    expect(places).toBe(text.length - 7);
  });

  test('is another one under another key', () => {
    const text = Buffer.from('eight by');
    expect(new ProbeHash(randomBytes(32)).at(text, 0)).not.toBe(new ProbeHash(randomBytes(32)).at(text, 0));
  });
});

describe('a watched secret', () => {
  test('is found wherever it stands, and nowhere else', () => {
    fc.assert(
      fc.property(bytes(8), bytes(0), bytes(0), (secret, before, behind) => {
        const list = new WatchList(FINGERPRINT_KEY, { entries: [entryOf(secret)] });
        const text = Buffer.concat([before, secret, behind]);
        const expected: number[] = [];
        for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + 1)) expected.push(at);
        expect(placesOf(list, text).map(([, start]) => start)).toEqual(expected);
      }),
    );
  });

  test('is told from one that differs in a single byte, in any place', () => {
    const secret = randomBytes(40);
    const list = new WatchList(FINGERPRINT_KEY, { entries: [entryOf(secret)] });
    for (let i = 0; i < secret.length; i++) {
      const other = Buffer.from(secret);
      other[i]! ^= 1;
      expect(placesOf(list, other)).toEqual([]);
    }
  });

  test('is found among a thousand, also when many of them begin alike', () => {
    const secrets = Array.from({ length: 1_000 }, () => `sk-ant-api03-${randomBytes(20).toString('hex')}`);
    const list = new WatchList(FINGERPRINT_KEY, { entries: secrets.map((secret) => entryOf(secret, secret)) });
    const text = secrets.map((secret) => `"${secret}"`).join(', ');
    expect(placesOf(list, text).map(([name]) => name)).toEqual(secrets);
  });

  test('with the same eight bytes to look for as another one is found beside it', () => {
    const list = new WatchList(FINGERPRINT_KEY, {
      entries: [entryOf('abcdefgh', 'short'), entryOf('x abcdefgh', 'long')],
    });
    expect(
      placesOf(list, 'x abcdefgh')
        .map(([name]) => name)
        .sort(),
    ).toEqual(['long', 'short']);
  });

  test('that is very long is found by its beginning', () => {
    const secret = randomBytes(5_000);
    const list = new WatchList(FINGERPRINT_KEY, { entries: [entryOf(secret)] });
    expect(placesOf(list, secret)).toEqual([['A_KEY', 0, MAX_SECRET_BYTES]]);
  });

  test('is no longer found once the list was replaced', () => {
    const list = new WatchList(FINGERPRINT_KEY, { entries: [entryOf('first secret')] });
    list.replace({ entries: [entryOf('second secret')] });
    expect(placesOf(list, 'first secret second secret')).toEqual([['A_KEY', 13, 26]]);
    list.replace({ entries: [] });
    expect(placesOf(list, 'first secret second secret')).toEqual([]);
  });

  test('cannot be found with another key, and cannot be read from its entry', () => {
    const secret = 'zq9 vK2/ w7Jx+mB';
    const entry = entryOf(secret);
    expect(placesOf(new WatchList(randomBytes(32), { entries: [entry] }), secret)).toEqual([]);
    const text = JSON.stringify(entry);
    for (let at = 0; at + 4 <= secret.length; at++) expect(text).not.toContain(secret.slice(at, at + 4));
  });
});

test('a text that repeats what is looked for first is hashed as a whole only where the end fits too', () => {
  // The probe stands in the last eight bytes here: only a text that has those is asked about further.
  const secret = `${'a'.repeat(1_000)}01234567`;
  const list = new WatchList(FINGERPRINT_KEY, { entries: [entryOf(secret)] });
  expect(placesOf(list, `${'b'.repeat(1_000)}01234567`.repeat(20))).toEqual([]);
  expect(placesOf(list, `${secret}${secret}`)).toHaveLength(2);
});

describe('what comes from another thread', () => {
  test('is a list or is refused', () => {
    expect(isWatchData(structuredClone({ entries: [entryOf('something secret')] }))).toBe(true);
    for (const wrong of [undefined, null, {}, { entries: 1 }, { entries: [{}] }, { entries: [null] }]) {
      expect(isWatchData(wrong)).toBe(false);
    }
  });
});
