import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'bitwarden',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Bitwarden Secrets Manager access token: all secrets of the projects that it was made for.',
  anatomy: '0., a UUID, a dot, 30 letters and digits, a colon, 16 bytes in base64',
  source: 'https://bitwarden.com/help/access-tokens/',
  home: ['*.bitwarden.com', '*.bitwarden.eu'],
  match: [
    {
      re: /(?:bws|bitwarden|access_?token)\w{0,14}["']?\s?[:=]\s?["']?(?<secret>0\.[0-9a-f]{8}-[0-9a-f-]{27}\.[A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}==)/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'BWS_ACCESS_TOKEN=0.48f0ba39-d7b7-4dee-ae72-39ee61d10a29.P7746hBH9GCDjliyheCOztwfC4K8js:wzf3SwFiubrfdr6EJiwgLK==',
    ],
    silent: ['BWS_ACCESS_TOKEN=0.your-token', 'access_token: 0.5'],
  },
};
