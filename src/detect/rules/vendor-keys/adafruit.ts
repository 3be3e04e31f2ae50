import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'adafruit',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Adafruit IO key: reads and writes the feeds and devices of its owner.',
  anatomy: 'aio_, 28 letters and digits',
  source: 'https://io.adafruit.com/api/docs/#authentication',
  home: ['io.adafruit.com'],
  match: [{ re: /(?<![A-Za-z0-9])aio_[A-Za-z0-9]{28}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['aio_8HlrwYMfvea9lkxwkkMxzwwM5hpA'], silent: ['aio_read', 'aio_'] },
};
