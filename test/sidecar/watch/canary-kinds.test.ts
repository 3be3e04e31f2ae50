import { describe, expect, test } from '@jest/globals';
import { hasBase62Checksum } from '../../../src/detect/checks/crc32.js';
import { Detector } from '../../../src/detect/detector.js';
import { catalogue } from '../../../src/detect/rules/catalogue.generated.js';
import { canaryKinds, makeCanary, type CanaryKind } from '../../../src/sidecar/watch/canary-kinds.js';
import { detect, FINGERPRINT_KEY, strangerContext } from '../../support/detect.js';

const whole = new Detector(catalogue, FINGERPRINT_KEY);

/** Of these kinds our own rules know the real thing, so a fake that they take for one is a good one. */
const known: readonly CanaryKind[] = ['aws', 'openai', 'anthropic', 'google'];

describe.each(canaryKinds)('a fake of kind %s', (kind) => {
  test('is another one each time, and long enough to be told from anything else', () => {
    const values = Array.from({ length: 20 }, () => makeCanary(kind)).flat();
    expect(new Set(values.map(({ value }) => value)).size).toBe(values.length);
    for (const { name, value } of values) {
      expect(name).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(value).toMatch(/^[\x21-\x7e]{20,200}$/);
    }
  });
});

test.each(known)('a fake of kind %s is taken for a real one by the rules', (kind) => {
  for (let i = 0; i < 20; i++) {
    const [{ value } = { value: '' }] = makeCanary(kind);
    const found = detect(whole, strangerContext('outbound'), `token: ${value}`);
    expect(found.map(({ severity }) => severity)).toContainEqual(expect.stringMatching(/high|critical/));
  }
});

test.each<CanaryKind>(['github', 'npm'])('a fake of kind %s has a right checksum', (kind) => {
  for (let i = 0; i < 200; i++) expect(makeCanary(kind).every(({ value }) => hasBase62Checksum(value))).toBe(true);
});
