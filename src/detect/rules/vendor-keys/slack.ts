import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried, looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'slack',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Slack token: reads the conversations that its owner or bot can, and writes into them.',
  anatomy:
    'xox, a kind (b bot, p user, a and r workspace, s and o legacy, c and d browser session), groups of digits, a random end; xoxe and xoxe.xoxp are rotated ones, xapp is an app',
  source: 'https://api.slack.com/concepts/token-types',
  home: ['slack.com', '*.slack.com'],
  homeInBody: true,
  match: [
    {
      re: /(?<![A-Za-z0-9])xoxb-\d{8,14}-[A-Za-z0-9-]{18,60}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    {
      re: /(?<![A-Za-z0-9])xox[psoce]-\d{6,13}-\d{6,13}-\d{6,13}-[0-9a-z]{10,64}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    {
      re: /(?<![A-Za-z0-9])xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{100,}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    {
      re: /(?<![A-Za-z0-9])xox[ar]-(?:\d-)?[0-9A-Za-z-]{8,80}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
    {
      re: /(?<![A-Za-z0-9])xapp-\d-[A-Z0-9]{9,13}-\d{9,15}-[0-9a-z]{64}(?![A-Za-z0-9])/i,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /(?<![A-Za-z0-9])xoxd-[\w%+/=-]{60,}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) },
  ],
  examples: {
    fires: [
      'xoxe-318820475561-604718293350-927361048822-8e47b048d08d64c4fc35adcb6f44bbde',
      'xoxb-847002719284-6580172839712-iookIaqOKwW7BzlIX5J5tO4F',
      'xoxp-23848048312-9059673057-90500143891-8e47b048d08d64c4fc35adcb6f44bbde',
      'xapp-1-AXOXF54BB3Q-4144045232836-d85c5f37c57c0927039792ba890dda434d3ca44ee7fe3a815157c1dc1c9b8a35',
      'xoxe.xoxp-1-4yzlSlg62jq61flQwsnJC5OJrND4HnvPbmLmr9R7nNzxJMZfgdjrprwxMMYX0UQXwVScK5vMTjC2TEF2pZfftEyMHXqrnnfjkeoGITAz1NrDTrP3aWpIfPaufQGxpvrs3fTZRlgNsbjc9YQFz6MukUHAUviChohQ',
      'xoxr-7-mvfv6zoy5por',
      'xoxd-kEjXyVhG/gOZPSxx9gH1D6XsD1RzNw++CEJ/TBRXLtv7DXq2fZLmA15KuAjs7ge3gPjApPFGzqVURdKnMgr1LXE0r9',
    ],
    silent: [
      'xoxe-2024-11-22-notes',
      'xoxb-xoxb-my-bot-token',
      'xoxp-1234567890',
      'xoxa-nyc.github.io',
      'xoxb-not-a-token',
      'xoxe-1-xxx',
    ],
  },
};
