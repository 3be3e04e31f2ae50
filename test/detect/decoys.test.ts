import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { MAX_OF_A_RULE } from '../../src/detect/reported-detections.js';
import { detect, detectInPieces, FINGERPRINT_KEY, strangerContext } from '../support/detect.js';
import { makers } from './disguise/disguises.js';

const OUTBOUND = strangerContext('outbound');
const detector = new Detector(catalogue, FINGERPRINT_KEY);

/** The same random letters and digits for the same number. */
function random(number: number, length: number): string {
  return createHash('sha512').update(String(number)).digest('base64url').replace(/[-_]/g, 'q').slice(0, length);
}

const secret = `sk-ant-api03-${random(0, 80)}AA`;
const paths = 'Open ~/.ssh/id_rsa and\n'.repeat(1_500);
const tokens = (count: number): string =>
  Array.from({ length: count }, (_, i) => `API_TOKEN=${random(i + 1, 24)}\n`).join('');

/** What is found in a text that arrives at once, by the names of the rules. */
function found(text: string): string[] {
  return detectInPieces(detector, OUTBOUND, text, []).map(({ pattern, variant }) => `${pattern}.${variant}`);
}

describe('a secret is found', () => {
  test.each([
    ['a path that is quoted fifteen hundred times', paths],
    ['a hundred and twenty tokens of another kind', tokens(120)],
    ['twelve hundred tokens of another kind', tokens(1_200)],
    ['ten thousand tokens of another kind', tokens(10_000)],
  ])('behind %s', (_, decoys) => {
    expect(found(`${decoys}${secret}`)).toContain('ai_api_key.anthropic');
  });

  test.each(['base64', 'hex'] as const)('behind them in %s as well', (encoding) => {
    expect(found(`${tokens(400)}data=${Buffer.from(`x ${secret} y`).toString(encoding)}`)).toContain(
      'ai_api_key.anthropic',
    );
  });

  test('in the last of many fields, of which the others hold decoys', () => {
    const values = [...tokens(1_200).trim().split('\n'), `key ${secret}`];
    const places: [string, number][] = [];
    detector.scanAll(
      values,
      () => ({ ...OUTBOUND, location: 'header:x-value' }),
      ({ pattern }, index) => places.push([pattern, index]),
    );
    expect(places).toContainEqual(['ai_api_key', values.length - 1]);
  });
});

test('of one rule a text has no more than a hundred findings, in however many pieces it comes', () => {
  expect(found(tokens(10_000))).toEqual(Array.from({ length: MAX_OF_A_RULE }, () => 'generic_secret.assigned-token'));
});

test('a thing that is repeated is one finding', () => {
  expect(found(`${tokens(1).repeat(1_500)}${secret} ${secret}`)).toEqual([
    'generic_secret.assigned-token',
    'ai_api_key.anthropic',
  ]);
});

describe('disguises', () => {
  const forSecrets = makers.filter((maker) => maker.for !== 'commands');
  const isFound = (text: string): boolean =>
    detect(detector, OUTBOUND, text).some(({ pattern }) => pattern === 'ai_api_key');
  const words = 'the quick brown fox jumps over the lazy dog while seven wizards make toxic brew'.split(' ');
  const pick = <T>(from: readonly T[], number: number): T =>
    from[createHash('md5').update(`pick ${number}`).digest().readUInt32LE(0) % from.length]!;
  const decoy = (number: number): string =>
    pick(forSecrets, number).make(Array.from({ length: 12 }, (_, i) => pick(words, number * 100 + i)).join(' '));

  test('of text around a secret in two of them do not use up what is looked at', () => {
    let hidden = 0;
    let seen = 0;
    for (let i = 0; i < 120; i++) {
      const twice = pick(forSecrets, 7_000 + i).make(pick(forSecrets, 8_000 + i).make(secret));
      // Some pairs hide the secret by themselves, from whoever it is sent to as well.
      if (!isFound(twice)) continue;
      hidden++;
      const decoys = Array.from({ length: 30 }, (_, k) => decoy(i * 30 + k));
      if (isFound([...decoys, twice].join('\n\n'))) seen++;
    }
    expect(hidden).toBeGreaterThan(90);
    expect(seen / hidden).toBeGreaterThan(0.95);
  });
});
