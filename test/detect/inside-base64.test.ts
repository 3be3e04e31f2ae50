import { describe, expect, test } from '@jest/globals';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { detect, FINGERPRINT_KEY, strangerContext } from '../support/detect.js';

const detector = new Detector(catalogue, FINGERPRINT_KEY);
const found = (text: string, direction: 'inbound' | 'outbound' = 'outbound'): string[] =>
  detect(detector, strangerContext(direction), text).map(({ pattern }) => pattern);
const reversed = (text: string): string => Array.from(text).reverse().join('');

/** Two lines of base64 without a sign in them. */
const LINE = 'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWeJ';
const NEXT = 'kT5w0XzVb1YtH7rLhJQmR5cN2dGp9sUe4iAoE8fKx3MlWgDjZyOqPvBuSnFaCtIk';
/** Tokens that only three characters tell. */
const TOKENS = [
  'AP6g9mXfbN3XirqyHayL5fm2IuCYV4F725I',
  'AKCp8XqpkveXmLNiQLb8e96Z3Q9lq2a9c27dx2LraAynFCaisBEIXaynyalYb5dGBXuAxOfgy',
  'fw_3ZMHwkpu9mq9Ugk9Qgmyjj4q',
];

describe.each(TOKENS)('the token %s', (token) => {
  test.each<[string, (token: string) => string]>([
    ['between signs of base64', (each) => `${LINE}/${each}+${NEXT}`],
    ['between signs of base64url', (each) => `${LINE}-${each}_${NEXT}`],
    ['behind a line of it', (each) => `${LINE}\r\n${each}\r\n`],
    ['in front of a line of it', (each) => `${each}\n${LINE}`],
    ['in a line of a JSON string', (each) => `{"content":"${LINE}\\n${each}\\n${NEXT}\\n"}`],
    ['filled up as base64 is', (each) => `{"digest":"${each}="}`],
    ['behind the name of a checksum', (each) => `sha256-${LINE.slice(0, 9)}/${each}`],
  ])('is made by chance %s', (_what, textOf) => {
    expect(found(textOf(token))).toEqual([]);
  });

  test.each<[string, (token: string) => string]>([
    ['on its own', (each) => each],
    ['behind a name', (each) => `ARTIFACTS_KEY_${each}`],
    ['in a path', (each) => `https://files.invalid/api/v2/${each}/list`],
    ['in a path of words', (each) => `https://files.invalid/getUserInfo/${each}/listAllFiles2`],
    ['in one of many lines', (each) => `${each}\n${each.slice(0, -4)}Qx7z\n${each.slice(0, -4)}Pw3k\n`],
    ['beside another value', (each) => `{"key":"${each}","digest":"${LINE}"}`],
    ['as a parameter', (each) => `a=1&key=${each}&sum=${LINE}`],
  ])('is found %s', (_what, textOf) => {
    expect(found(textOf(token))).not.toEqual([]);
  });
});

test.each([
  ['in a mirror', `${LINE}-${reversed('LTAI5tOLqkeJye6jhgfKsJnp')}_${NEXT}`],
  ['where nothing parts a name from its value', `${LINE}id/pw${NEXT.slice(0, 9)}/${NEXT}`],
])('what looks like a secret in base64 %s is none', (_what, text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  ['a command', `${LINE}\n/su0JLCyJ4py4yQkZh7UvbSE99qNLAoyQYRar3fnB/Dw33x4TTSaXlXOshV2\nGDB+AXB3309tFUD4PWdU1QI0\n`],
  ['one in a mirror', reversed(`${LINE}\n/su0JLCyJ4py4yQkZh7UvbSE99qNLAoyQYRar3fnB/Dw33x4TTSaXlXOshV2\nvi+AXB3\n`)],
])('a line of base64 that begins with a slash is no request, and what follows it is not %s', (_what, text) => {
  expect(found(text, 'inbound')).toEqual([]);
});
