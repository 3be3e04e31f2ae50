import { describe, expect, test } from '@jest/globals';
import { Destinations } from '../../src/detect/destination.js';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { FlowObserver } from '../../src/observe/flow-observer.js';
import { FINGERPRINT_KEY, strangerContext } from '../support/detect.js';
import { recordingSink, TEST_FLOW } from '../support/recording-sink.js';

const MINUTE = 60_000;
const HOST = 'stranger.invalid';

describe('a host is new for ten minutes after its first visit', () => {
  test('whether or not anything was found on that visit', () => {
    let now = 0;
    const destinations = new Destinations(() => now);
    const detector = new Detector(catalogue, FINGERPRINT_KEY, { destinations });
    now = 20 * MINUTE;
    detector.name(strangerContext('outbound'), HOST, () => undefined);
    expect(destinations.kindOf(HOST)).toBe('new');
    now = 31 * MINUTE;
    expect(destinations.kindOf(HOST)).toBe('known');
    expect(destinations.kindOf('another.invalid')).toBe('new');
  });

  test('as it does in another spelling', () => {
    let now = 20 * MINUTE;
    const destinations = new Destinations(() => now - 20 * MINUTE);
    now = 40 * MINUTE;
    destinations.visit('STRANGER.invalid');
    now = 51 * MINUTE;
    expect(destinations.kindOf(HOST)).toBe('known');
  });

  test('a flow names its host when it begins, before a byte was sent', () => {
    const { sink, names } = recordingSink();
    const announcement = { flow: TEST_FLOW, resumed: false, canSkip: false, offsets: { outbound: 0, inbound: 0 } };
    const flow = new FlowObserver(announcement, sink, 1024, () => undefined);
    expect(names).toEqual(['example.invalid']);
    const request = (host: string): Buffer => Buffer.from(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    for (const host of ['example.invalid', 'EXAMPLE.invalid:443', 'front.invalid', 'front.invalid']) {
      flow.bytes('outbound', request(host));
    }
    expect(names).toEqual(['example.invalid', 'front.invalid']);
  });
});
