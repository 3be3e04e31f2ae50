import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'twitch',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Twitch stream key: broadcasts in its owner's name.",
  anatomy: "live_, the channel's number, _, 30 letters and digits",
  source: 'https://help.twitch.tv/s/article/twitch-stream-key-faq',
  home: ['*.twitch.tv'],
  match: [
    { re: /(?<![A-Za-z0-9])live_\d{6,12}_[A-Za-z0-9]{28,36}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: { fires: ['live_126031192_CIvaUojhbOIDYvGmZ4qTOWIsYy2e2C'], silent: ['live_', 'live_2024_report'] },
};
