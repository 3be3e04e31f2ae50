import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WatchList } from '../../../src/detect/watch/watch-list.js';
import { stateFolderAt, type StateFolder } from '../../../src/sidecar/state-folder.js';
import {
  addCanary,
  canariesFileOf,
  canaryEntries,
  loadCanaries,
  removeCanary,
} from '../../../src/sidecar/watch/canary-store.js';
import { FINGERPRINT_KEY } from '../../support/detect.js';

let state: StateFolder;
beforeEach(() => void (state = stateFolderAt(mkdtempSync(join(tmpdir(), 'tg-')))));
afterEach(() => rmSync(state.home, { recursive: true }));

const VALUES = ['AKIAQ7WZK3MD5TXNVB2C', 'k3Jd82hFq0Lm5xZpW41LsTq9v2mZ'];
const add = (plant: string, values = VALUES) => addCanary(state, FINGERPRINT_KEY, { plant, kind: 'aws', values });

describe('a canary', () => {
  test('is kept for its owner alone, as fingerprints of each of its values', () => {
    add('groups/main/.env');
    const file = canariesFileOf(state);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    for (const value of VALUES) expect(text).not.toContain(value.slice(0, 8));
    const list = new WatchList(FINGERPRINT_KEY, { entries: canaryEntries(loadCanaries(state)) });
    for (const value of VALUES) {
      const names: string[] = [];
      list.find(Buffer.from(`<${value}>`), (entry) => names.push(`${entry.kind} ${entry.name}`));
      expect(names).toEqual(['canary groups/main/.env']);
    }
  });

  test('has a plant of its own', () => {
    add('here');
    expect(() => add('here')).toThrow(/already/);
    add('there');
    expect(loadCanaries(state).map(({ plant }) => plant)).toEqual(['here', 'there']);
  });

  test.each(['', ' x', 'a\nb', 'a\u001b[31m', 'x'.repeat(61), 'a"b'])('cannot be planted at %j', (plant) => {
    expect(() => add(plant)).toThrow(/1 to 60 letters/);
    expect(existsSync(canariesFileOf(state))).toBe(false);
  });

  test('is forgotten when it is revoked, and others are not', () => {
    add('here');
    add('there');
    removeCanary(state, 'here');
    expect(loadCanaries(state).map(({ plant }) => plant)).toEqual(['there']);
    expect(() => removeCanary(state, 'here')).toThrow(/no such canary/);
  });
});

test.each(['not json', '{}', '{"schema_version":"traffic-guardian-canaries/v1","canaries":[{"plant":"x"}]}'])(
  'a file of %j is refused whole',
  (text) => {
    writeFileSync(canariesFileOf(state), text);
    expect(() => loadCanaries(state)).toThrow(/not as it was written/);
  },
);

test.each([
  ['{"schema_version":"traffic-gu', 'its end'],
  ['', 'its end'],
  ['{\n  "canaries": [],\n}', 'line 3 column 1'],
])('a file that is no JSON any more (%j) is said to be none, and where', (text, place) => {
  writeFileSync(canariesFileOf(state), text);
  expect(() => loadCanaries(state)).toThrow(`\nThe text is not JSON: the fault is at ${place}. Correct it there.\n`);
});
