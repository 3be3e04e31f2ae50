import { describe, expect, test } from '@jest/globals';
import { CleanMemory } from '../../src/detect/clean-memory.js';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { detect, FINGERPRINT_KEY, strangerContext } from '../support/detect.js';

const context = { ...strangerContext('outbound'), agent: 'tester' };
const KEY = 'sk-ant-api03-' + 'Rk7pQ2xV9mT4wZ8bN1cL6hJ3'.repeat(4).slice(0, 93) + 'AA';
/** Hexadecimal digits of a text, as DNS tunnels carry it. */
const CARRIES_DATA = `${Buffer.from('user=admin;host=db1.internal').toString('hex')}.stranger.invalid`;

/** The patterns that are found in the name of a host. */
function patternsIn(detector: Detector, host: string, agent = 'tester'): string[] {
  const found: string[] = [];
  detector.name({ ...context, agent }, host, ({ pattern }) => found.push(pattern));
  return found;
}

describe('the name of a host', () => {
  test('that carries data is a finding each time it is asked for', () => {
    const detector = new Detector(catalogue, FINGERPRINT_KEY);
    const first = patternsIn(detector, CARRIES_DATA);
    expect(first).not.toEqual([]);
    expect(patternsIn(detector, CARRIES_DATA)).toEqual(first);
  });

  test('that is asked for again and again takes no room from the pieces of a secret', () => {
    const detector = new Detector(catalogue, FINGERPRINT_KEY);
    detect(detector, context, JSON.stringify({ part: KEY.slice(0, 20) }));
    for (let i = 0; i < 100; i++) expect(patternsIn(detector, 'api.stranger.invalid')).toEqual([]);
    expect(detect(detector, context, JSON.stringify({ part: KEY.slice(20) }))).toMatchObject([
      { pattern: 'ai_api_key', decoding: ['fields'] },
    ]);
  });

  test('may be a piece of a secret that another agent sends as well', () => {
    const detector = new Detector(catalogue, FINGERPRINT_KEY);
    const token = 'AKIAXYZ7Q2M4T6W9B3C5';
    for (const agent of ['first', 'second']) {
      expect(patternsIn(detector, token.slice(0, 10), agent)).toEqual([]);
      expect(patternsIn(detector, token.slice(10), agent)).toEqual(['aws_access_key_id']);
    }
  });
});

test('names are remembered for each agent, until what is looked for changes', () => {
  const memory = new CleanMemory();
  memory.keepFor(1);
  memory.addName('first', 'api.stranger.invalid');
  expect(memory.hasName('first', 'api.stranger.invalid')).toBe(true);
  expect(memory.hasName('second', 'api.stranger.invalid')).toBe(false);
  expect(memory.hasName(undefined, 'api.stranger.invalid')).toBe(false);
  memory.keepFor(2);
  expect(memory.hasName('first', 'api.stranger.invalid')).toBe(false);
});
