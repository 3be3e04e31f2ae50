import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'easypost',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'EasyPost key: buys postage.',
  anatomy: 'EZAK (live) or EZTK (test) and 54 letters and digits',
  source: 'https://docs.easypost.com/docs/authentication',
  home: ['api.easypost.com'],
  match: [{ re: /(?<![A-Za-z0-9])EZ[AT]K[A-Za-z0-9]{54}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) }],
  examples: {
    fires: ['EZAKcCO9wwnSdArZ6vdwM9XVnliareGYcMqnbIbEFc86l6VROd8IJs8F0T'],
    silent: ['EZTKGqQRiRyqAFRQshGPWOIAw'],
  },
};
