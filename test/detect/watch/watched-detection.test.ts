import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Detector } from '../../../src/detect/detector.js';
import { rule as anthropic } from '../../../src/detect/rules/ai-api-key/anthropic.js';
import type { ScanContext } from '../../../src/detect/scan-context.js';
import { WatchFingerprints } from '../../../src/detect/watch/fingerprints.js';
import type { WatchEntry } from '../../../src/detect/watch/watch-entry.js';
import { WatchList } from '../../../src/detect/watch/watch-list.js';
import { detect, detectInPieces, FINGERPRINT_KEY, strangerContext } from '../../support/detect.js';

const fingerprints = new WatchFingerprints(FINGERPRINT_KEY);
const SECRET = 'kx8Qv2mZw41LsTq9';
const entry = (secret: string, about: Partial<WatchEntry> = {}): WatchEntry =>
  fingerprints.entryOf(Buffer.from(secret), { kind: 'secret', name: 'ACME_TOKEN', expectedHosts: [], ...about });

function detectorOf(...entries: WatchEntry[]): Detector {
  return new Detector([anthropic], FINGERPRINT_KEY, { watch: new WatchList(FINGERPRINT_KEY, { entries }) });
}

const outbound = strangerContext('outbound');
const to = (host: string, location: ScanContext['location'], secure = true): ScanContext => ({
  direction: 'outbound',
  host,
  location,
  secure,
});

describe('a watched secret that leaves', () => {
  test('is a critical finding that shows its name and length, and nothing of it', () => {
    const [detection, ...others] = detect(detectorOf(entry(SECRET)), outbound, `{"note": "${SECRET}"}`);
    expect(others).toEqual([]);
    expect(detection).toMatchObject({
      pattern: 'watched_secret',
      threat: 'EXFIL',
      severity: 'critical',
      verdict: 'BLOCK',
      snippet: 'ACME_TOKEN ‹16›',
      location: 'body',
    });
    expect(detection?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });

  test('is found wherever a stream is cut', () => {
    const text = `something before ${SECRET} something behind`;
    const detector = detectorOf(entry(SECRET));
    for (let cut = 1; cut < text.length; cut++) {
      expect(detectInPieces(detector, outbound, text, [cut])).toHaveLength(1);
    }
  });

  test('is found across the borders of large pieces', () => {
    const detector = detectorOf(entry(SECRET));
    for (const at of [65_530, 65_536, 61_440, 126_970]) {
      const text = Buffer.alloc(200_000, 'x ');
      text.write(SECRET, at);
      expect(detectInPieces(detector, outbound, text, [])).toHaveLength(1);
    }
  });

  test('is one finding however often it stands there', () => {
    expect(detect(detectorOf(entry(SECRET)), outbound, `${SECRET} ${SECRET} ${SECRET}`)).toHaveLength(1);
  });

  test('cannot be hidden behind a flood of other findings', () => {
    const flood = Array.from({ length: 200 }, () => `sk-ant-api03-${randomBytes(40).toString('hex')}AA`).join('\n');
    const found = detect(detectorOf(entry(SECRET)), outbound, `${flood}\n${SECRET}`);
    expect(found).toContainEqual(expect.objectContaining({ pattern: 'watched_secret' }));
  });

  test('is found beside what a rule finds at the same place', () => {
    const key = `sk-ant-api03-${randomBytes(40).toString('hex')}AA`;
    const found = detect(detectorOf(entry(key)), outbound, key);
    expect(found.map(({ pattern }) => pattern).sort()).toEqual(['ai_api_key', 'watched_secret']);
  });

  test('is silent when it arrives: the agent was given it', () => {
    expect(detect(detectorOf(entry(SECRET)), strangerContext('inbound'), SECRET)).toEqual([]);
  });
});

describe('right key, right host', () => {
  const key = `sk-ant-api03-${randomBytes(40).toString('hex')}AA`;
  const detector = detectorOf(entry(key), entry(SECRET, { expectedHosts: ['api.acme.com', '*.acme.dev'] }));

  test.each<[string, ScanContext, string]>([
    ["a provider's key to that provider", to('api.anthropic.com', 'header:x-api-key'), key],
    ['a secret to a host that the operator named', to('api.acme.com', 'body'), SECRET],
    ['the same by a glob', to('eu.acme.dev', 'url'), SECRET],
  ])('%s is expected', (_what, context, text) => {
    expect(detect(detector, context, text)).toEqual([]);
  });

  test.each<[string, ScanContext, string]>([
    ["a provider's key in a body to that provider", to('api.anthropic.com', 'body'), key],
    ["a provider's key to another host", to('api.acme.com', 'header:x-api-key'), key],
    ['a secret to its host without TLS', to('api.acme.com', 'body', false), SECRET],
    ['a secret to a host that only ends alike', to('evilapi.acme.com.invalid', 'body'), SECRET],
  ])('%s is not', (_what, context, text) => {
    expect(detect(detector, context, text)).toContainEqual(expect.objectContaining({ pattern: 'watched_secret' }));
  });
});

describe('a canary', () => {
  const canary = entry(SECRET, { kind: 'canary', name: 'home/.aws/credentials', expectedHosts: ['api.acme.com'] });

  test('names where it was planted, and has no home', () => {
    expect(detect(detectorOf(canary), to('api.acme.com', 'header:authorization'), SECRET)).toMatchObject([
      { pattern: 'canary_token', severity: 'critical', verdict: 'BLOCK', snippet: 'home/.aws/credentials ‹16›' },
    ]);
  });
});
