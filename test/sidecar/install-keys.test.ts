import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadInstallKeys } from '../../src/sidecar/install-keys.js';
import { stateFolderAt, type StateFolder } from '../../src/sidecar/state-folder.js';

let state: StateFolder;
beforeEach(() => {
  state = stateFolderAt(mkdtempSync(join(tmpdir(), 'tg-')));
  mkdirSync(dirname(state.installKey), { recursive: true });
});
afterEach(() => rmSync(state.home, { recursive: true }));

test('a key that was cut off is refused, and what goes with it is said: credentials, canaries and suppressions', () => {
  const before = loadInstallKeys(state);
  truncateSync(state.installKey, 7);
  expect(() => loadInstallKeys(state)).toThrow(
    /new proxy credentials, and canaries and suppressions .* make them anew/,
  );
  rmSync(state.installKey);
  expect(loadInstallKeys(state).fingerprints.equals(before.fingerprints)).toBe(false);
});
