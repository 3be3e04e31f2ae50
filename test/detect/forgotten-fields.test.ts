import { describe, expect, test } from '@jest/globals';
import { Detector } from '../../src/detect/detector.js';
import { copyOf } from '../../src/detect/disguise/fragments.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import type { ScanContext } from '../../src/detect/scan-context.js';
import { generateSecrets } from '../support/secrets.js';

const CONTEXT: ScanContext = {
  direction: 'outbound',
  location: 'body',
  host: 'stranger.invalid',
  secure: true,
  agent: 'a',
};

describe('what was remembered of the fields of earlier messages', () => {
  test('is a copy, also of what stood in a Buffer', () => {
    const text = Buffer.from('one two three');
    const { source, from, to } = copyOf(text, 4, 7);
    expect(Buffer.from(source.subarray(from, to)).toString()).toBe('two');
    source.fill(0);
    expect(text.toString()).toBe('one two three');
  });

  test('takes nothing of a message that is on its way when it is forgotten', () => {
    const detector = new Detector(catalogue, Buffer.alloc(32, 7));
    const [secret = ''] = generateSecrets(1);
    const found: string[] = [];
    const earlier = detector.open(CONTEXT, () => undefined);
    earlier.write(Buffer.from('field of an earlier message'));
    earlier.end();
    const underWay = detector.open(CONTEXT, ({ pattern }) => found.push(pattern));
    underWay.write(Buffer.from(`key ${secret}`));
    for (let n = 0; n < 64; n++) detector.scan(CONTEXT, Buffer.from(`value${n}`), () => undefined);
    underWay.end();
    expect(found).toHaveLength(1);
  });
});
